"""Output of commands: words for people, JSON for machines, exit codes."""
