"""Pure functions of strings and of characters as arrays: folding, the shape of a line, the language."""
