"""Settings of the rules: open questions, newer packs, holidays."""
