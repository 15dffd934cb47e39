"""Keys: passphrases judged, the recovery code typed back, a new data key."""
