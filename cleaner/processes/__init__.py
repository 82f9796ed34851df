"""Worker processes: whether they can be started, how they start, and a pool that keeps the order."""
