"""The case on the screen, what it is for, and who was faster."""
