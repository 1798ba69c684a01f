"""What corrections hand to the pages of texts: the erratum, and the way to correct."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from contributions.beside import (
    Beneath,
    WorkLink,
    beneath_published,
    beside_version,
    beside_work,
)
from contributions.enums import EventKind
from contributions.models import ContributionPage, ContributionRecord, Version
from contributions.told_of_blocks import Told, told_of_blocks
from cowriting.plain.parts import FRAME
from kit.access import AnyUser

from .models import Correction
from .rules import can_read, targets_for
from .selectors import errata_of, with_all
from .telling import FieldTold, fields_told, in_short, part_of


@dataclass(frozen=True)
class Erratum:
    """A correction as everyone reads it, without a person's name."""

    correction: Correction
    fields: list[FieldTold]
    label: str

    @property
    def anchor(self) -> str:
        """Where the part stands in the page; empty for what is no block."""
        return "" if self.correction.kind == FRAME else f"bloc-{self.correction.part}"


def told(correction: Correction) -> Erratum:
    return Erratum(correction, fields_told(correction), part_of(correction).label)


@beneath_published.register
def errata_beneath(request: HttpRequest, page: ContributionPage) -> Beneath | None:
    """The dated errata of what everyone reads."""
    found = errata_of(page.record)
    if not found:
        return None
    return Beneath("errata/components/errata.html", [told(correction) for correction in found])


@beneath_published.register
def link_to_correct(request: HttpRequest, page: ContributionPage) -> Beneath | None:
    """The way to correct, for its people; a visitor costs no query."""
    if not request.user.is_authenticated or not targets_for(request.user, page):
        return None
    address = reverse("errata:choose", args=[page.record.pk])
    return Beneath("errata/components/correct_link.html", address)


@beside_work.register
def links_to_corrections(user: AnyUser, page: ContributionPage) -> list[WorkLink]:
    """To who may propose one: the way to do it, and what waits for a second person."""
    if not targets_for(user, page):
        return []
    new = WorkLink(reverse("errata:choose", args=[page.record.pk]), _("Corriger la forme"))
    waiting = with_all(page.record).waiting()
    words = _("Voir une correction qui attend une autre personne")
    return [new, *(WorkLink(each.get_absolute_url(), words) for each in waiting)]


@beside_version.register
def erratum_of_version(user: AnyUser, page: ContributionPage, version: Version) -> dict[str, Any]:
    """What a corrected version changed of the one before; no query for any other version."""
    if version.corrects_id is None:
        return {}
    here = Q(made=version) | Q(carried_version=version)
    found = with_all(page.record).filter(here).first()
    if found is None or not can_read(user, page, found):
        return {}
    return {"erratum": told(found)}


@told_of_blocks.register
def errata_of_blocks(
    record: ContributionRecord, blocks: Sequence[str]
) -> Mapping[str, Sequence[Told]]:
    """Corrections made before everyone's eyes, in the life of each proposal; one query."""
    rows = Correction.objects.errata().filter(record=record, part__in=blocks)
    found: dict[str, list[Told]] = {}
    for row in rows:
        if row.decided_at is not None:
            what = str(EventKind.CORRECTED.label)
            line = Told(
                row.decided_at, what, in_short(row), url=f"{record.get_absolute_url()}#errata"
            )
            found.setdefault(row.part, []).append(line)
    return found
