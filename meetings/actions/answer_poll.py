"""Say which dates suit, until the poll closes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from kit.access import Refused, require
from kit.clock import moment
from meetings import rules
from meetings.actions.base import TooLate, locked_poll
from meetings.enums import Choice
from meetings.models import Answer, Poll
from people.models import User


def answer_poll(
    poll: Poll, choices: Mapping[int, str], *, by: User, at: datetime | None = None
) -> None:
    """Keep `choices` (slot key → choice) as the person's answers; what is left out stays.

    Raises TooLate once the poll is closed, Refused for an answer that is none.
    """
    when = moment(at)
    with locked_poll(poll, by) as fresh:
        require(rules.verdict_on_poll(by, fresh))
        if not fresh.takes_answers(when):
            raise TooLate(_("Les réponses sont closes : la vôtre n'a pas été prise."))
        slots = set(fresh.slots.values_list("pk", flat=True))
        if not choices or not set(choices) <= slots:
            raise Refused(_("Répondez à au moins un créneau de cette liste."))
        if not set(choices.values()) <= set(Choice.values):
            raise Http404
        Answer.objects.bulk_create(
            [
                Answer(slot_id=slot, person=by, choice=choice, at=when)
                for slot, choice in choices.items()
            ],
            update_conflicts=True, unique_fields=["slot", "person"],
            update_fields=["choice", "at"],
        )  # fmt: skip
