"""What is told of a person: identity number, name, phone, people, codes."""
