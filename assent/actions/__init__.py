"""What people do in a round of consent: one verb a module."""
