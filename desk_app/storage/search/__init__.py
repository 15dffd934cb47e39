"""Search for people and filings: each kind, a way a typed word can be meant, is a query."""
