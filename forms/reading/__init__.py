"""A bureau's form read from its page: its cells and labels, and which value belongs where."""
