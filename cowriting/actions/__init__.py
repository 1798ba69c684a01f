"""What people do about co-writing besides writing; one verb a file."""
