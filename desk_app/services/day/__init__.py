"""The day: its numbers, charts, the sheet it is closed with, and the ledger."""
