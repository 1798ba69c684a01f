"""The tables of `discussion`."""

from .links import Opinion, ReviewerLink
from .reactions import Reaction, Reactions
from .remarks import Mention, Remark, RemarkEdit, RemarkFile
from .suggestions import Suggestion

__all__ = [
    "Mention",
    "Opinion",
    "Reaction",
    "Reactions",
    "Remark",
    "RemarkEdit",
    "RemarkFile",
    "ReviewerLink",
    "Suggestion",
]
