"""What stories of rounds begin with: people who speak for centres, and a text in review."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from assent.actions.answer import answer
from assent.actions.second_round import open_second_round
from assent.models import Answer, AnswerKind, Round
from assent.selectors import open_round_of
from contributions.actions.open_review import open_review
from contributions.models import ContributionPage, TextEvent
from people.actions.mandates import entrust
from people.enums import MandateKind
from people.models import Centre, User
from tests.cast import Cast, draft, fresh, person, text_in

SOON = timedelta(days=7)


def speaker(cast: Cast, name: str, centre: Centre, *, delegate: bool = False) -> User:
    """Somebody who speaks for a centre from now on."""
    user = person(name)
    kind = MandateKind.DELEGATE if delegate else MandateKind.DIRECTOR
    entrust(user, kind, centre=centre, by=cast.superuser)
    return user


def again(user: User) -> User:
    """The account as it is now, without what rules remember of it."""
    return User.objects.get(pk=user.pk)


def round_of(page: ContributionPage) -> Round:
    found = open_round_of(ContributionPage.objects.get(pk=page.pk))
    assert found is not None
    return found


def block_of(page: ContributionPage, kind: str = "proposal", rank: int = 0) -> UUID:
    """The id of a block of the version under review."""
    body = page.record.reviewed_version.revision.as_object().body
    return UUID([block.id for block in body if block.block_type == kind][rank])


def say(page: ContributionPage, by: User, centre: Centre, kind: str, **more: Any) -> Answer:
    """An answer to the open round of a text, with what its kind needs."""
    if kind == AnswerKind.OBJECTION:
        more = {"words": "Nous ne pouvons pas l'écrire.", "block_id": block_of(page)} | more
    if kind == AnswerKind.RESERVE:
        more = {"words": "Sous réserve de moyens."} | more
    return answer(round_of(page), centre=centre, kind=kind, by=again(by), **more)


def kinds_since(page: ContributionPage, event: int = 0) -> list[str]:
    lines = TextEvent.objects.filter(record=page.record, pk__gt=event).order_by("pk")
    return list(lines.values_list("kind", flat=True))


def names(lines: list[tuple[Centre, Any]]) -> set[str]:
    return {centre.name for centre, _answer in lines}


def in_review(cast: Cast, *, due: Any = None, **more: Any) -> ContributionPage:
    page = draft(cast)
    open_review(page, by=cast.coordinator, due=due, **more)
    return fresh(page)


def over(page: ContributionPage) -> None:
    """Have the date of the open round pass."""
    rounds = Round.objects.filter(record=page.record, closed_at__isnull=True)
    rounds.update(due=timezone.now() - timedelta(minutes=1))


def without_end(page: ContributionPage) -> None:
    """Have the open round end on no date, as one may that nobody gave any."""
    Round.objects.filter(record=page.record, closed_at__isnull=True).update(due=None)


def second(cast: Cast) -> ContributionPage:
    """A text in its second round, the north having objected in the first."""
    page = text_in(cast, "review")
    say(page, cast.director, cast.north, AnswerKind.OBJECTION)
    open_second_round(page, by=cast.coordinator)
    return fresh(page)
