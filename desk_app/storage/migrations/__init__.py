"""The migrations: one script per schema that was ever released, and what runs them."""
