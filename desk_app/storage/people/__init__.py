"""Applicants, clerks, the hall, and its settings."""
