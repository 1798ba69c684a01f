"""What still waits for a person of what news remind them of, read once for all news."""

from __future__ import annotations

from functools import cached_property

from people.models import User

from .models import MeetingTask, Poll

_KEPT = "_meeting_facts"


class MeetingFacts:
    """The keys of the polls that a person has to answer, and of what they took on."""

    def __init__(self, person: User) -> None:
        self.person = person

    @cached_property
    def polls(self) -> frozenset[int]:
        rows = Poll.objects.visible_to(self.person).open().unanswered_by(self.person.pk)
        return frozenset(rows.values_list("pk", flat=True))

    @cached_property
    def tasks(self) -> frozenset[int]:
        rows = MeetingTask.objects.to_do().kept_by_members().filter(person=self.person.pk)
        return frozenset(rows.values_list("pk", flat=True))


def facts_of(person: User) -> MeetingFacts:
    """Kept on the account object, like what other rules remember (see `kit.access.forget`)."""
    kept: MeetingFacts | None = getattr(person, _KEPT, None)
    if kept is None:
        kept = MeetingFacts(person)
        setattr(person, _KEPT, kept)
    return kept
