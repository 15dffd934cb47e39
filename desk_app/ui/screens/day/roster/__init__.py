"""An employer's roster: from the file to the registered filings and their papers."""
