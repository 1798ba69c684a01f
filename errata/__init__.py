"""Corrections of form: two persons change a spelling, a dead link, an alternative text of a
frozen or published text; answers and signatures stand, and a dated erratum says so.

What may change is decided by comparing the two texts (`limits.py`), never by trust.
"""
