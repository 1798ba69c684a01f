"""Other words for a passage: where it is today, how they are put there, how they differ."""
