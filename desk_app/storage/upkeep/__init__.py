"""Upkeep of all records: check, purge, merge, move, and a new data key."""
