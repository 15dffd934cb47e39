"""Search over all that is known, and how well a word fits."""
