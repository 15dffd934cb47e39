"""The open file of records: engine, sessions, revisions, damaged pages."""
