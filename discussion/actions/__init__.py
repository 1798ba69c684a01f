"""What people do about remarks; one verb a file."""
