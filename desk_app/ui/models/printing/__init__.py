"""Papers on their way to a printer, followed until they are out."""
