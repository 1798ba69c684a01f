"""What this room holds about persons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from kit.personal_data import Holding, Row, holdings
from people.models import User

from .models import Amendment, Answer, Attendance, FeedKey, MeetingTask

#: Answers about dates are forgotten so long after the poll closed.
_ANSWERS_KEPT = timedelta(days=365)


def _answers(person: User) -> Iterator[Row]:
    rows = Answer.objects.filter(person=person).select_related("slot__poll__group")
    for row in rows.order_by("slot__starts_at", "pk"):
        yield {
            _g("réunion"): row.slot.poll.title,
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


def _record(person: User) -> Iterator[Row]:
    """Presence, tasks and amendments, one kind after the other."""
    for there in Attendance.objects.filter(person=person).select_related("meeting").order_by("pk"):
        yield {
            _g("réunion"): there.meeting.title,
            _g("le"): there.meeting.starts_at,
            _g("présence"): there.get_standing_display(),
        }
    for task in MeetingTask.objects.filter(person=person).select_related("meeting").order_by("pk"):
        yield {
            _g("réunion"): task.meeting.title,
            _g("tâche"): task.what,
            _g("pour le"): task.due_at,
            _g("faite le"): task.done_at,
        }
    for asked in Amendment.objects.filter(author=person).select_related("meeting").order_by("pk"):
        yield {
            _g("réunion"): asked.meeting.title,
            _g("le"): asked.at,
            _g("amendement"): asked.words,
        }


holdings.register(
    Holding(
        "meetings.record",
        _("Vos présences, tâches et amendements en réunion"),
        _("Savoir qui était là, pour quel centre, ce qui a été décidé et qui s'en charge."),
        _("Aussi longtemps que les comptes rendus ; sous « Ancien membre » quand le compte est fermé."),
        _record,
    )
)  # fmt: skip
