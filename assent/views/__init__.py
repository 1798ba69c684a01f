"""The pages of rounds and answers."""
