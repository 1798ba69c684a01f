"""Pages of co-writing, each in a module of its own."""
