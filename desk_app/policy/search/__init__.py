"""Search over rules, topics and questions, and how well a word fits."""
