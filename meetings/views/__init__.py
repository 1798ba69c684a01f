"""The pages of meetings: each parses, asks, acts or selects, renders."""
