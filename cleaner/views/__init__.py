"""What a terminal shows: a decision line by line, differences, summaries."""
