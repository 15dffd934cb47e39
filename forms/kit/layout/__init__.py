"""Layout in millimetres: text, cells, grids, blocks, and the sheet they stand on."""
