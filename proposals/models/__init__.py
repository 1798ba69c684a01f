"""The tables of `proposals`."""

from .followers import FollowedEvent, Follower, Happening
from .names import Named, ProposalName
from .proposal import Proposal
from .replies import Reply, ReplyBlock, ReplyState
from .transmissions import Transmission, key_of

__all__ = [
    "FollowedEvent",
    "Follower",
    "Happening",
    "Named",
    "Proposal",
    "ProposalName",
    "Reply",
    "ReplyBlock",
    "ReplyState",
    "Transmission",
    "key_of",
]
