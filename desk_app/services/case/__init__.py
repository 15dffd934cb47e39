"""A raw case: read, judged, put in words, its documents and its card."""
