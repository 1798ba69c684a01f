"""What must have happened before a review may close, or a form be saved; upper rooms add
to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from kit.access import AnyUser, Refused, Registry

if TYPE_CHECKING:
    from groups.enums import Step
    from people.models import User

    from .beside import WorkLink
    from .models import ContributionPage

Gates: TypeAlias = "Registry[Callable[[ContributionPage], str | None]]"

#: Each answers why a text's review may not close yet, or nothing.
review_gates: Gates = Registry()

#: Where what holds a review is dealt with: a link for who may open it.
ways_through: Registry[Callable[[AnyUser, ContributionPage], WorkLink | None]] = Registry()

#: Told that a review has just closed, before the line that says so, with the record locked.
at_closing: Registry[Callable[[ContributionPage, User, datetime], None]] = Registry()

#: Each answers why a text, as somebody saves it, may not be saved over what is there, or
#: nothing; asked with the record locked.
save_gates: Gates = Registry()

#: Each answers why a step of a text may not end then (None: no date), or nothing; asked with
#: the record locked, before the date is set.
date_gates: Registry[Callable[[ContributionPage, Step, datetime | None], str | None]] = Registry()

#: Each answers why the version under decision may not be validated yet, or nothing.
validation_gates: Gates = Registry()


@dataclass(frozen=True)
class Unlooked:
    """What nobody has looked at yet: in `words`, one by one, and the path where one does."""

    words: str
    points: list[str]
    url: str


#: Each says what nobody has looked at in the version under decision; it stops no one.
unlooked: Registry[Callable[[ContributionPage], Unlooked | None]] = Registry()


def why_shut(gates: Gates, page: ContributionPage) -> str:
    """The reason of the first of these gates that is shut; empty when all are open."""
    return next((reason for gate in gates if (reason := gate(page))), "")


def require_gates(gates: Gates, page: ContributionPage) -> None:
    """Raises Refused with the reason of the first of these gates that is shut."""
    reason = why_shut(gates, page)
    if reason:
        raise Refused(reason)


def require_date(page: ContributionPage, step: Step, due: datetime | None) -> None:
    """Raises Refused with the reason of the first room that needs another date."""
    reason = next((reason for gate in date_gates if (reason := gate(page, step, due))), "")
    if reason:
        raise Refused(reason)
