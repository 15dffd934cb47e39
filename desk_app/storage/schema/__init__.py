"""Tables, triggers, search keys, and the seal of how far the records have come."""
