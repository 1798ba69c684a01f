"""Hide a passage or a file at once, in every version; see docs/decisions/0018-masking.md."""
