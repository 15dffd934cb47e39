"""History of every change: append-only, chained, and the rows it vouches for."""
