"""Members write one text together, live; what they write ends as ordinary revisions.

A text in drafting has a shared document (`document/shape.py` says what is in it). Browsers change
it together through a room (`live/rooms.py`); every change is in the database's log (`record/log.py`)
before it is acknowledged, and the log becomes Wagtail revisions (`record/saving.py`). The log is
the truth: a process may be killed at any moment, and several may serve one text.
"""
