"""The scene for pages of groups and their people."""

from __future__ import annotations


def set_scene() -> dict[str, str]:
    """Set what is shown; the words that addresses are made of."""
    return {}
