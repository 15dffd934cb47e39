"""Days: as people write them, deadlines, working days and holidays."""
