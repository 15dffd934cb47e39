"""Guidance for a case: who may file, which documents, how long, what follows."""
