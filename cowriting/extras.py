"""What upper rooms add to the page in which a text is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contributions.models import ContributionPage
from kit.access import AnyUser, Registry

from .sentences import spaced_words

#: Each gives what its part of the script is told, under names of its own, and under `words`
#: the sentences that it says; nothing for who has no use of it.
writing_extras: Registry[Callable[[AnyUser, ContributionPage], dict[str, Any]]] = Registry()


def extras_for(user: AnyUser, page: ContributionPage) -> tuple[dict[str, Any], dict[str, str]]:
    """All of it for one person, and all the sentences."""
    told: dict[str, Any] = {}
    words: dict[str, str] = {}
    for extra in writing_extras:
        found = dict(extra(user, page))
        words |= spaced_words(found.pop("words", {}))
        told |= found
    return told, words
