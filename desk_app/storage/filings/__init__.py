"""Filings, their numbers, lists, drafts and print jobs."""
