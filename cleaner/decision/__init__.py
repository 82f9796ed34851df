"""From marks to the result: segments, kinds, status and metadata."""
