"""What is durable: the log, what is made again from it, and the revisions that it becomes."""
