"""Reactions as they are shown, each list at a constant cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from contributions.beside import Beneath, WorkLink
from contributions.models import ContributionPage
from discussion.enums import ReactionState
from discussion.models import Reaction
from kit.access import AnyUser
from kit.paging import page_of

from .rules import can_set, decides_on, is_open


@dataclass(frozen=True)
class Shown:
    """The reactions to a text that its page shows, and where one adds to them."""

    page_obj: Page[Any]
    address: str
    report_at: str
    decides: bool = False


def public_reactions(page: ContributionPage) -> QuerySet[Reaction]:
    """What everyone reads of a text that is open, the latest first."""
    rows = Reaction.objects.filter(record=page.record.pk, state=ReactionState.PUBLIC)
    return rows.select_related("user", "centre").order_by("-submit_date", "-pk")


def shown(request: HttpRequest, page: ContributionPage) -> Shown:
    return Shown(
        page_of(public_reactions(page), request),
        reverse("discussion:reactions", args=[page.record.pk]),
        page.get_url(request) or "",
        decides_on(request.user, page),
    )


def beneath(request: HttpRequest, page: ContributionPage) -> Beneath | None:
    """Nothing at all under a text that is closed."""
    if not is_open(page):
        return None
    return Beneath("discussion/components/reactions.html", shown(request, page))


def links(user: AnyUser, page: ContributionPage) -> list[WorkLink]:
    """The way to the setting, for who may change it."""
    if not can_set(user, page):
        return []
    address = reverse("discussion:reactions_setting", args=[page.record.pk])
    return [WorkLink(address, _("Ouvrir ou fermer aux réactions du public"))]


def counts_of(page: ContributionPage) -> dict[str, int]:
    """How many reactions to a text are public, held and hidden."""
    states = (ReactionState.PUBLIC, ReactionState.HELD, ReactionState.HIDDEN)
    rows = Reaction.objects.filter(record=page.record.pk)
    return rows.aggregate(**{str(state): Count("pk", Q(state=state)) for state in states})


def to_decide(states: Iterable[ReactionState]) -> QuerySet[Reaction]:
    """Reactions with all that their decision page says."""
    rows = Reaction.objects.filter(state__in=states)
    return rows.select_related("user", "centre", "record__page", "record__lead_group", "decided_by")
