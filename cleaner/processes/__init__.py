"""Worker processes: whether this process may have them, how they start, and a pool that keeps order."""
