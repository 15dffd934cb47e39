"""Backup, restoring, retention and purge, and the history compared with what lies elsewhere."""
