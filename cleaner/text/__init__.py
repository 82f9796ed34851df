"""Pure functions on strings and on arrays of characters: folding, line shapes, language detection."""
