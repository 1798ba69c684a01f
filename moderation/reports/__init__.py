"""Reports of public contents: where they point, who decides, who is written to."""
