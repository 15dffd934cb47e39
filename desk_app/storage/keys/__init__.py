"""Keys: the key file, its slots, the recovery code, wrong passphrases counted."""
