"""Follow, confirm, stop: one verb a file."""
