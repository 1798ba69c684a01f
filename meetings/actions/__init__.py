"""What changes meetings: one idea a file; each locks, reads again, asks, changes, tells."""
