"""Displays: text to read, rows, charts, facts, steps, notices, progress."""
