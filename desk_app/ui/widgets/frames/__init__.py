"""Frames that hold the rest: pages of sections, cards, the bar at the top."""
