"""The tables of `meetings`.

A meeting is a row, repeated ones too: each has its own agenda, people and minutes. What
was frozen (minutes, decisions, who was there) is never written again.
"""

from .series import Series  # isort: skip  (meetings point to it)
from .feed import FeedKey
from .meeting import AgendaItem, Attendance, Meeting
from .minutes import Addendum, Amendment, Decision, MeetingTask
from .polls import Answer, Poll, Slot

__all__ = [
    "Addendum",
    "AgendaItem",
    "Amendment",
    "Answer",
    "Attendance",
    "Decision",
    "FeedKey",
    "Meeting",
    "MeetingTask",
    "Poll",
    "Series",
    "Slot",
]
