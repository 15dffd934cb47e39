"""Hardware at the counter: identity-card readers and code scanners. Knows no Qt and no SQL."""
