"""What waits for a decision, for the desk: each list in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from discussion.reactions.rules import waiting_for
from kit.access import AnyUser
from moderation.models import Challenge, Report
from moderation.models.reports import DECIDED_WITHIN, GRANTED, Outcome, Side

from .rules import challenges_for, reports_for

_Row = TypeVar("_Row", bound=Model)

#: What a line of the desk does not say of a reaction: a text's whole content.
_LONG = tuple(f"record__page__{name}" for name in ("body", "summary", "approach", "addressees"))


@dataclass(frozen=True)
class Waiting:
    """`place` is what it is about: a public title. `since` and `due` are moments."""

    kind: str
    key: int
    title: str
    place: str
    since: datetime
    due: datetime
    url: str


def waiting_reports(user: AnyUser, key: int | None = None) -> list[Waiting]:
    """Reports without a decision, the oldest first; with `key`, that one."""
    rows = _of_key(reports_for(user).filter(outcome=""), key).order_by("at", "pk")
    return [
        Waiting(
            "report", row.pk, row.get_reason_display(), row.title or row.address, row.at, row.due,
            row.get_absolute_url(),
        )
        for row in rows
    ]  # fmt: skip


def waiting_challenges(user: AnyUser, key: int | None = None) -> list[Waiting]:
    """Challenges of decisions that others took, the oldest first; with `key`, that one."""
    rows = _of_key(challenges_for(user).filter(ruling=""), key).order_by("at", "pk")
    rows = rows.select_related("report", "hiding__reaction__record__page")
    rows = rows.defer(*(f"hiding__reaction__{name}" for name in _LONG))
    return [
        Waiting(
            "challenge", row.pk, _("Décision contestée"),
            row.report.title if row.report else row.hiding.reaction.record.page.title,  # type: ignore[union-attr]
            row.at, row.due, row.get_absolute_url(),
        )
        for row in rows
    ]  # fmt: skip


def waiting_reactions(user: AnyUser, key: int | None = None) -> list[Waiting]:
    """Reactions that visitors confirmed and nobody has read, the oldest first; with `key`,
    that one."""
    rows = _of_key(waiting_for(user), key).select_related("record__page").defer(*_LONG)
    return [
        Waiting(
            "reaction", row.pk, _("Réaction de %(who)s") % {"who": row.user_name},
            row.record.page.title, row.confirmed_at or row.submit_date,
            (row.confirmed_at or row.submit_date) + DECIDED_WITHIN,
            reverse("discussion:reaction", args=[row.pk]),
        )
        for row in rows.order_by("confirmed_at", "pk")
    ]  # fmt: skip


def _of_key(rows: QuerySet[_Row], key: int | None) -> QuerySet[_Row]:
    return rows if key is None else rows.filter(pk=key)


def with_their_contents() -> QuerySet[Challenge]:
    """Challenges with all that their rule and their page ask."""
    return Challenge.objects.select_related(
        "report__record__page", "report__group", "report__reaction__record__page",
        "report__reply__record__page", "report__reply__transmission",
        "report__decided_by", "hiding__reaction__record__page", "hiding__by", "by",
    )  # fmt: skip


def may_contest(report: Report, side: Side) -> bool:
    """Whether a decision leaves something to contest on this side."""
    if side is Side.REPORTER:
        return report.outcome not in ("", *GRANTED)
    return report.outcome in (Outcome.CORRECTED, Outcome.MASKED, Outcome.CLOSED)
