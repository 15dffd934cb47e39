"""The people of the hall: who may sign in, as what, and what they are told on doing so."""
