"""The tables of `moderation`."""

from .checklist import POINT_FIELDS, Check, ChecklistChange, ChecklistItem, CheckState, Hint
from .claims import Claim
from .reports import Challenge, Report

__all__ = [
    "POINT_FIELDS",
    "Challenge",
    "Check",
    "CheckState",
    "ChecklistChange",
    "ChecklistItem",
    "Claim",
    "Hint",
    "Report",
]
