"""Settings of people: staff, passphrases, recovery code, data key."""
