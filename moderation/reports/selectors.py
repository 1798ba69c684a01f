"""What waits for a decision, for the desk: each list in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from discussion.reactions.rules import waiting_for
from kit.access import AnyUser
from moderation.models import Challenge, Report
from moderation.models.reports import DECIDED_WITHIN, Outcome, Side

from .rules import challenges_for, reports_for


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


def waiting_reports(user: AnyUser) -> list[Waiting]:
    """Reports without a decision, the oldest first."""
    rows = reports_for(user).filter(outcome="").order_by("at", "pk")
    return [
        Waiting(
            "report", row.pk, row.get_reason_display(), row.title or row.address, row.at, row.due,
            row.get_absolute_url(),
        )
        for row in rows
    ]  # fmt: skip


def waiting_challenges(user: AnyUser) -> list[Waiting]:
    """Challenges of decisions that others took, the oldest first."""
    rows = challenges_for(user).filter(ruling="").order_by("at", "pk")
    rows = rows.select_related("report", "hiding__reaction__record__page")
    return [
        Waiting(
            "challenge", row.pk, _("Décision contestée"),
            row.report.title if row.report else row.hiding.reaction.record.page.title,  # type: ignore[union-attr]
            row.at, row.due, row.get_absolute_url(),
        )
        for row in rows
    ]  # fmt: skip


def waiting_reactions(user: AnyUser) -> list[Waiting]:
    """Reactions that visitors confirmed and nobody has read, the oldest first."""
    rows = waiting_for(user).select_related("record__page")
    return [
        Waiting(
            "reaction", row.pk, _("Réaction de %(who)s") % {"who": row.user_name},
            row.record.page.title, row.confirmed_at or row.submit_date,
            (row.confirmed_at or row.submit_date) + DECIDED_WITHIN,
            reverse("discussion:reaction", args=[row.pk]),
        )
        for row in rows.order_by("confirmed_at", "pk")
    ]  # fmt: skip


def with_their_contents() -> QuerySet[Challenge]:
    """Challenges with all that their rule and their page ask."""
    return Challenge.objects.select_related(
        "report__record__page", "report__group", "report__reaction__record__page",
        "report__decided_by", "hiding__reaction__record__page", "hiding__by", "by",
    )  # fmt: skip


def may_contest(report: Report, side: Side) -> bool:
    """Whether a decision leaves something to contest on this side."""
    if side is Side.REPORTER:
        return report.outcome not in ("", Outcome.HIDDEN)
    return report.outcome in (Outcome.CORRECTED, Outcome.MASKED)
