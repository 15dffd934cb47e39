"""The open desk: the records, who may do what, and whether the clock is believed."""
