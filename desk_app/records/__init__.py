"""The fields, once: SQLModel classes without tables, whose titles are the only labels."""
