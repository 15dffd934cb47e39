"""Keys: every one the window knows, held ones, scanned ones, and the help on them."""
