"""The hall's server: its address, its roles, and the door all counters share."""
