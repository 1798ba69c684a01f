"""Say what a meeting will talk about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from contributions.models import ContributionRecord
from kit.access import Refused, require
from meetings import rules
from meetings.actions.base import TooLate, locked_meeting
from meetings.material import checked_member, checked_proposal, checked_text
from meetings.models import AgendaItem, Meeting
from people.models import User
from proposals.models import Proposal

MOST_ITEMS = 40


@dataclass(frozen=True)
class Point:
    """A point of an agenda, before it is kept."""

    title: str
    minutes: int = 0
    lead: User | None = None
    text: ContributionRecord | None = None
    proposal: Proposal | None = None


def agenda_mark(meeting: Meeting) -> int:
    """What changes whenever the agenda does."""
    keys = meeting.agenda.order_by("-pk").values_list("pk", flat=True)
    return keys.first() or 0


def set_agenda(
    meeting: Meeting, points: Sequence[Point], *, by: User, seen: int | None = None
) -> None:
    """Make `points` the agenda, in their order.

    `seen`: the mark of the agenda that the person's form was made from. Raises TooLate
    when somebody changed it since, or when the minutes are frozen.
    """
    with locked_meeting(meeting, by) as fresh:
        require(rules.verdict_on_keeping(by, fresh))
        if fresh.is_frozen:
            raise TooLate(_("Le compte rendu est figé : l'ordre du jour ne change plus."))
        if seen is not None and seen != agenda_mark(fresh):
            raise TooLate(_("Une autre personne vient de modifier l'ordre du jour."))
        if len(points) > MOST_ITEMS:
            raise Refused(_("Cet ordre du jour ne tiendrait pas dans une réunion."))
        for point in points:
            checked_member(fresh.group, point.lead)
            checked_text(fresh.group, point.text)
            checked_proposal(fresh.group, point.proposal)
        fresh.agenda.all().delete()
        AgendaItem.objects.bulk_create(
            AgendaItem(
                meeting=fresh, position=position, title=" ".join(point.title.split()),
                minutes=point.minutes, lead=point.lead, text=point.text, proposal=point.proposal,
            )
            for position, point in enumerate(points, start=1)
        )  # fmt: skip
