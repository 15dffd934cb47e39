"""The day: its numbers, what needs attention, closing it, lists to take away."""
