"""Topics, channels, laws, and statements that contradict each other."""
