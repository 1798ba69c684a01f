"""What is held about persons, why, how long, and how each room gives it back and lets go.

Every room that keeps something about a person registers a `Holding` in its module
`personal_data.py`. From these are made what a person downloads, what closing an account
leaves, what `manage.py purge_personal_data` removes, and the page that tells all that: so
none of them can say something else than the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from .access import Registry

if TYPE_CHECKING:
    from people.models import User

Row = Mapping[str, Any]

#: Who stands where a closed account was named, as stored; pages say it in their language.
FORMER = "Ancien membre"


def _nothing(person: User) -> None:
    """For what stays as it is, under *Ancien membre*."""


def _never(now: datetime) -> int:
    """For what ends with the account, or never."""
    return 0


@dataclass(frozen=True)
class Holding:
    """One kind of data about persons.

    `label`, `purpose` and `kept` (how long) are told to everyone. `collect` gives what is
    held about a person, in words that they understand; `scrub` runs inside the transaction
    that closes their account; `purge` removes what lasted its time and returns how many
    rows that was, safely when run twice at once. What `identifies` the person is scrubbed
    after all the rest, which may need it.
    """

    name: str
    label: str | Promise
    purpose: str | Promise
    kept: str | Promise
    collect: Callable[[User], Iterable[Row]]
    scrub: Callable[[User], None] = _nothing
    purge: Callable[[datetime], int] = _never
    identifies: bool = False


def scrub(person: User) -> None:
    """Have every room let go of what names a person whose account is being closed."""
    for holding in sorted(holdings, key=lambda holding: holding.identifies):
        holding.scrub(person)


holdings: Registry[Holding] = Registry()

#: What others will have to do once a person has left, in sentences; asked before they do.
leaving_notes: Registry[Callable[[User], list[str]]] = Registry()
