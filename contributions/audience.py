"""Who can read a text now: what is written at the top of every private page.

Says in full what `rules.py` answers one person at a time; a test holds them together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from groups.models import WorkingGroupPage
from kit.access import Registry
from people.models import Centre

from .enums import PublicState, WorkState
from .lifecycle import State, state_of
from .models.grants import ReadingGrant
from .models.versions import Version

if TYPE_CHECKING:
    from .models import ContributionPage

#: How many people each upper room lets read a version without an account.
guests_of: Registry[Callable[[Version], int]] = Registry()

#: The organisations to which each upper room says that a version was handed.
addressees_of: Registry[Callable[[Version], list[str]]] = Registry()

_DECIDED = (WorkState.VALIDATION, WorkState.VALIDATED)


@dataclass(frozen=True)
class Audience:
    """Who reads: everyone, or these groups' people and who is named beside them; `guests`
    read without an account, `addressees` what they were handed."""

    everyone: bool = False
    groups: list[WorkingGroupPage] = field(default_factory=list)
    moderators: bool = False
    network: bool = False
    centres: list[Centre] = field(default_factory=list)
    grants: list[ReadingGrant] = field(default_factory=list)
    guests: int = 0
    addressees: list[str] = field(default_factory=list)


def groups_of(page: ContributionPage) -> list[WorkingGroupPage]:
    """The lead group of a text, then the associated ones."""
    record = page.record
    return [record.lead_group, *record.associated_groups.order_by("title")]


def audience_of_draft(page: ContributionPage) -> Audience:
    """Who reads the text in progress."""
    trashed = page.record.trashed_at is not None
    return Audience(
        groups=groups_of(page),
        grants=[] if trashed else _grants(page, Q(version__isnull=True)),
    )


def audience_of_version(page: ContributionPage, version: Version) -> Audience:
    """Who reads one frozen version."""
    state = state_of(page)
    published = version.published_at is not None
    if state.trashed:
        return Audience(groups=groups_of(page))
    if published and state.public.is_read_by_all:
        return Audience(everyone=True)
    withdrawn = published and state.public is PublicState.WITHDRAWN
    decided = not published and _is_under_decision(page, version)
    return Audience(
        groups=groups_of(page),
        moderators=withdrawn or (decided and state.work in _DECIDED),
        network=withdrawn,
        centres=_asked_centres(page, version, withdrawn=withdrawn) if withdrawn or decided else [],
        grants=_grants(page, Q(version__isnull=True) | Q(version=version)),
        guests=0 if withdrawn else sum(count(version) for count in guests_of),
        addressees=[name for tell in addressees_of for name in tell(version)],
    )


def audience_now(page: ContributionPage) -> Audience:
    """Who reads what is being worked on: the version under decision, else the draft."""
    version = page.record.validated_version or page.record.reviewed_version
    return audience_of_version(page, version) if version else audience_of_draft(page)


def _is_under_decision(page: ContributionPage, version: Version) -> bool:
    decided: State = state_of(page)
    record = page.record
    return decided.work in (WorkState.REVIEW, *_DECIDED) and version.pk in (
        record.reviewed_version_id,
        record.validated_version_id,
    )


def _asked_centres(page: ContributionPage, version: Version, *, withdrawn: bool) -> list[Centre]:
    """The centres asked on the version under decision; once withdrawn, on any version."""
    which = Q(version__record=page.record) if withdrawn else Q(version=version)
    through = Version.asked_centres.through.objects.filter(which)
    return list(Centre.objects.filter(pk__in=through.values("centre")))


def _grants(page: ContributionPage, which: Q) -> list[ReadingGrant]:
    grants = ReadingGrant.objects.current().filter(which, record=page.record)
    return list(grants.select_related("person", "group", "version").order_by("until", "pk"))
