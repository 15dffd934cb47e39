"""The rules in use: packs, answers, holidays, and advice for people who only ask."""
