"""Rosters: an employer's spreadsheet of people, checked, registered and printed in one go."""
