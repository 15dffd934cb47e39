"""The bureau's own forms: cleaned of all that is not paper, filled in, and shown."""
