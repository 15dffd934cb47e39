"""Filings: drafts, intake, change, cancel, complete, and a person's history."""
