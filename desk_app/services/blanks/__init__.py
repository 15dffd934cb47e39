"""The bureau's own blanks: read, mapped, tried and kept in use."""
