"""The hall's server: make it ready, join it, move the records there and back."""
