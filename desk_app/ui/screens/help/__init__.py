"""Help: what the screen in hand does, every key, and pages for those who look after it."""
