"""The printed papers, one module each; they do not know each other."""
