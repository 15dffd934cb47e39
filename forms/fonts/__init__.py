"""Fonts: the faces papers are set in, cut to size; knows nothing of papers."""
