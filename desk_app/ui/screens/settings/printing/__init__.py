"""Settings of printing: the printer, copies, pre-printed sheets and blanks."""
