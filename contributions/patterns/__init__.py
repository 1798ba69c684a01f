"""The components of a text and of the work on it, in their states."""

from . import reading, sharing, work

__all__ = ["reading", "sharing", "work"]
