"""The site's own pages and each person's space: they assemble what others expose."""
