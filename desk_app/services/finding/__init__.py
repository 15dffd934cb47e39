"""Search, long lists of filings, and what somebody should look at."""
