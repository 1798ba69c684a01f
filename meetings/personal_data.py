"""What this room holds about persons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from kit.personal_data import Holding, Row, holdings
from people.models import User

from .models import Amendment, Answer, Attendance, FeedKey, Meeting, MeetingTask, Poll

#: Answers about dates are forgotten so long after the poll closed.
_ANSWERS_KEPT = timedelta(days=365)


def _answers(person: User) -> Iterator[Row]:
    rows = Answer.objects.filter(person=person).select_related("slot__poll__group")
    readable = _keys(Poll.objects.visible_to(person))
    for row in rows.order_by("slot__starts_at", "pk"):
        yield {
            _g("réunion"): row.slot.poll.title if row.slot.poll_id in readable else "",
            _g("groupe"): row.slot.poll.group.title,
            _g("créneau"): row.slot.starts_at,
            _g("réponse"): row.get_choice_display(),
        }


def _forget_answers(now: datetime) -> int:
    old = Answer.objects.filter(slot__poll__closed_at__lt=now - _ANSWERS_KEPT)
    return old.delete()[0]


def _let_go(person: User) -> None:
    """Nobody needs any more to know which dates suited a person who left."""
    Answer.objects.filter(person=person).delete()
    FeedKey.objects.filter(person=person).delete()


holdings.register(
    Holding(
        "meetings.answers",
        _("Vos réponses aux recherches de date"),
        _("Trouver une date qui convient au groupe."),
        _("Un an après la clôture ; effacées quand le compte est fermé."),
        _answers,
        scrub=_let_go,
        purge=_forget_answers,
    )
)


def _keys(rows: QuerySet[Any]) -> frozenset[int]:
    return frozenset(rows.order_by().values_list("pk", flat=True))


def _record(person: User) -> Iterator[Row]:
    """Presence, tasks and amendments, one kind after the other.

    A meeting has its title for who may read it today, else its group and its date alone.
    """
    readable = _keys(Meeting.objects.readable_by(person))

    def meeting_of(row: Attendance | MeetingTask | Amendment) -> Row:
        meeting = row.meeting
        return {
            _g("réunion"): meeting.title if meeting.pk in readable else "",
            _g("groupe"): meeting.group.title,
            _g("date de la réunion"): meeting.starts_at,
        }

    for there in _rows(Attendance.objects.filter(person=person)):
        yield {**meeting_of(there), _g("présence"): there.get_standing_display()}
    for task in _rows(MeetingTask.objects.filter(person=person)):
        yield {
            **meeting_of(task),
            _g("tâche"): task.what,
            _g("pour le"): task.due_at,
            _g("faite le"): task.done_at,
        }
    for asked in _rows(Amendment.objects.filter(author=person)):
        yield {**meeting_of(asked), _g("le"): asked.at, _g("amendement"): asked.words}


def _rows(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("meeting__group").order_by("pk")


holdings.register(
    Holding(
        "meetings.record",
        _("Vos présences, tâches et amendements en réunion"),
        _("Savoir qui était là, pour quel centre, ce qui a été décidé et qui s'en charge."),
        _("Aussi longtemps que les comptes rendus ; sous « Ancien membre » quand le compte est fermé."),
        _record,
    )
)  # fmt: skip
