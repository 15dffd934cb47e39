"""Guide: answers for people who only ask; nobody is named and nothing is recorded."""
