"""The tables of `moderation`."""
