"""The printed papers: plain frozen data in, PDF bytes out. Knows nothing of the desk."""
