"""Who wrote which words, when, and what changed since."""
