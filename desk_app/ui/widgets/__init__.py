"""Editors and displays that know nothing of filings."""
