"""The fields of the counter: rows of data, their editors, what ties them to a case."""
