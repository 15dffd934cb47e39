"""The counter: the screen a case is typed on."""
