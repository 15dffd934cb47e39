"""Editors: fields, dates, candidates, choices, and forms made of them."""
