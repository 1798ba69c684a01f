"""The components of a text and of the work on it, in their states."""

from . import reading, work

__all__ = ["reading", "work"]
