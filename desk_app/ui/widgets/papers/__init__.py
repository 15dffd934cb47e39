"""Papers on the screen: pages of a PDF, large over it, printed as pixels."""
