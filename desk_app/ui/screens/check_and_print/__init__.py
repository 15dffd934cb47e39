"""Check and print: everything on one page, then the number, the papers and their state."""
