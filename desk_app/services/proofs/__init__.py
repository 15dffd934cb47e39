"""Proof that the desk works: the main job rehearsed, everything read back, licences."""
