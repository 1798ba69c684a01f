"""What people say beside a text: remarks on its passages, suggestions, opinions by link,
public reactions.

Every remark sits on a passage (`anchors/`), ends with an outcome, and its author is told.
django-comments-xtd stores the threads; its addresses, its API and its links are not used
(`docs/decisions/0017-remarks.md`). `rules.py` says who reads and writes what.
"""
