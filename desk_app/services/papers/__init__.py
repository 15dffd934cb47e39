"""Papers: their data, preview, making, printing, following; the bureau's blanks."""
