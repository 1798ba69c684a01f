"""The tables of `groups`.

What a group *says* of itself lives on its page, with drafts and revisions. What a group
*is* (its collection, its Wagtail group, whether it is closed) lives in `GroupRecord`,
so that restoring an old page text never restores old access.
"""

from .taxonomy import Pillar, Theme  # isort: skip
from .membership import Membership  # isort: skip  (before the pages, whose rules read it)
from .arrival import InvitationList, JoinRequest
from .call import Call, Milestones
from .pages import GroupRecord, WorkingGroupIndexPage, WorkingGroupPage

__all__ = [
    "Call",
    "GroupRecord",
    "InvitationList",
    "JoinRequest",
    "Membership",
    "Milestones",
    "Pillar",
    "Theme",
    "WorkingGroupIndexPage",
    "WorkingGroupPage",
]
