"""What people decide at the desk; one verb a file."""
