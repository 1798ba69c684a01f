"""The tables of `contributions`.

The page holds the words. The record holds the facts of its life, which no revision may
bring back. Versions freeze revisions; grants, authors and events hang on the record.
Rules and actions read the modules of this package one by one, never the package, since
its last two modules (steps and page) ask them.
"""

from .record import ContributionRecord  # isort: skip
from .versions import RevisionAuthor, Version, VersionFile  # isort: skip
from .grants import ReadingGrant  # isort: skip
from .assignments import BlockAssignment  # isort: skip
from .moves import MoveRequest  # isort: skip
from .masks import Mask  # isort: skip
from .events import TextEvent  # isort: skip
from .tasks import GroupReviewTask, NetworkValidationTask  # isort: skip
from .page import ContributionPage  # isort: skip

__all__ = [
    "BlockAssignment",
    "ContributionPage",
    "ContributionRecord",
    "GroupReviewTask",
    "Mask",
    "MoveRequest",
    "NetworkValidationTask",
    "ReadingGrant",
    "RevisionAuthor",
    "TextEvent",
    "Version",
    "VersionFile",
]
