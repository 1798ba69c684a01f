"""What upper rooms show beside a draft that somebody reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kit.access import AnyUser, Registry

if TYPE_CHECKING:
    from .models import ContributionPage

#: Each gives names and values to the template of a draft, for who reads it.
beside_draft: Registry[Callable[[AnyUser, ContributionPage], dict[str, Any]]] = Registry()


def shown_beside(user: AnyUser, page: ContributionPage) -> dict[str, Any]:
    """All of it, for one reader of one draft."""
    found: dict[str, Any] = {}
    for beside in beside_draft:
        found |= beside(user, page)
    return found
