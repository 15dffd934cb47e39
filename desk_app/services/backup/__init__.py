"""Backup, restoring, retention, and the history compared with what lies elsewhere."""
