"""Files that hold tables, of every kind, read as a person sees them."""
