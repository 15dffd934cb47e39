"""Backup and restoring: one file with records, keys and what lies beside them."""
