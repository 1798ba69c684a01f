"""The pages of texts outside the editor: one idea a file, each parses, asks, acts, renders."""
