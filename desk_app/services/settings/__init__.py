"""Settings: of the hall, the window, the card reader, the fonts."""
