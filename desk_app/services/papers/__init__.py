"""Papers: their data, preview, making, printing, and what became of them at the printer."""
