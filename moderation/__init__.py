"""One desk over everything that waits for a decision, what the public reports, what is masked.

The queues are the lower rooms' own (`queue.py` gathers them); this room adds who took what,
and the reports that anyone may send about a public page.
"""
