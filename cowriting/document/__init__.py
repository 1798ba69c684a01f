"""A text as a shared document: its shape, its words, and the way from a page and back."""
