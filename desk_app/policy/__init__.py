"""The rules: facts in, verdict out. Standard library only; the data is in resources/policy."""
