"""The verbs of the desk: one function each, keyword-only, returning what changed."""
