"""The tables of `discussion`."""

from .links import Opinion, ReviewerLink
from .reactions import Reaction, ReactionDecision, Reactions
from .remarks import Mention, Remark, RemarkEdit, RemarkFile
from .suggestions import Suggestion

__all__ = [
    "Mention",
    "Opinion",
    "Reaction",
    "ReactionDecision",
    "Reactions",
    "Remark",
    "RemarkEdit",
    "RemarkFile",
    "ReviewerLink",
    "Suggestion",
]
