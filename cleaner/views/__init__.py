"""Terminal output: a decision line by line, differences, summaries."""
