"""Filling a cleaned form: where values stand, how they fit, which choices are ticked."""
