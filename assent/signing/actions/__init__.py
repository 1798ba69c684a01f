"""What people do to a centre's signature: one verb a module."""
