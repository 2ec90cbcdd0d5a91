"""How pictures are laid out, be they of cells or of pixels, without saying how they are drawn.

Maps: views, labels, lines in dots, rows of cells, words. Figures: bars, columns, sparklines.
"""
