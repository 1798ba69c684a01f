"""The scene for pages of accounts and their door."""

from __future__ import annotations


def set_scene() -> dict[str, str]:
    """Set what is shown; the words that addresses are made of."""
    return {}
