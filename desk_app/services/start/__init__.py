"""First start, signing in and out, and what is done or asked before the work begins."""
