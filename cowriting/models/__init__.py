"""The room of a text, its log, who holds which client id in it, what was saved of it,
and what people saw of it."""

from .log import Period, Update
from .reading import DraftVisit, SentPart
from .room import ClientId, Room, RoomRevision

__all__ = [
    "ClientId",
    "DraftVisit",
    "Period",
    "Room",
    "RoomRevision",
    "SentPart",
    "Update",
]
