"""The tables, queries and migrations of the encrypted records."""
