"""From marks to a result: segments, kinds, status and metadata."""
