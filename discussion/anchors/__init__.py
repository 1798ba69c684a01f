"""Where a passage is today: pure functions over words, without a database."""
