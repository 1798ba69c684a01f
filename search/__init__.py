"""The search page, its guards, and the one way in which words are normalised."""
