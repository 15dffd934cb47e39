"""Settings of the data: folder, backup, restoring, importing."""
