"""Pages of remarks, suggestions, opinions and reactions."""
