"""What the addresses of proposals answer."""

from .public import feed, file, index, proposal

__all__ = ["feed", "file", "index", "proposal"]
