"""Tables, triggers, what a database may report, search keys, and the seal of their end."""
