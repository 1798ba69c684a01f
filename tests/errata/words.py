"""What the tests of corrections share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from contributions.models import ContributionPage, Version
from cowriting.plain.parts import Part, part_in, parts_of
from errata.actions.propose import propose_correction
from errata.models import Correction
from errata.rules import targets_for
from errata.targets import words_of_version
from people.models import User
from tests.cast import fresh


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def target(page: ContributionPage, by: User) -> Version:
    return targets_for(again(by), fresh(page))[0]


def part_of_kind(version: Version, kind: str) -> Part:
    return next(part for part in parts_of(words_of_version(version)) if part.kind == kind)


def proposed(
    page: ContributionPage,
    by: User,
    *,
    kind: str = "finding",
    at: datetime | None = None,
    version: Version | None = None,
    reason: str = "",
    **after: Any,
) -> Correction:
    """A correction of the first part of this kind; its spelling by default."""
    version = version or target(page, by)
    part = part_of_kind(version, kind)
    put = after or {"title": "Des renoncements"[:-1]}
    return propose_correction(
        fresh(page), by=again(by), version=version, seen=part, after=put, reason=reason, at=at
    )


def value_of(version: Version, key: str) -> Any:
    part = part_in(words_of_version(version), key)
    assert part is not None
    return part.value
