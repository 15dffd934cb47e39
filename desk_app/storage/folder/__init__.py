"""The data folder: locks, intentions, scratch copies, small sealed files."""
