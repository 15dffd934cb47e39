"""The settings of the hall: what a supervisor may change."""
