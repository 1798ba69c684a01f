"""The machine that looks: every page of ours, in a real browser, at one frozen moment.

`pages.py` is the one list; the suites (axe, structure, keyboard, budgets, pictures) go
through it. Nothing here writes to the site that is looked at.
"""
