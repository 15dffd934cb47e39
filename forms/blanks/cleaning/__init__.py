"""Cleaning a bureau's form: only what is paper is copied, the rest is named."""
