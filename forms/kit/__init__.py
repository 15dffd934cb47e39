"""The parts every sheet is drawn with: page, fonts, text, grid, boxes."""
