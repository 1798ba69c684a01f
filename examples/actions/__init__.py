"""What people do with examples; one verb a file."""
