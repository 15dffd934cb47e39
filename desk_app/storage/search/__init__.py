"""Search: the ways a typed word can be meant, each as a query."""
