"""The search page, its guards, and the words that the index keeps."""
