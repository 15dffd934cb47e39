"""Passphrases: which are refused, and how long the others stand."""
