"""Editors and views that know nothing of filings."""
