"""What tests of signatures begin with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from assent.actions.answer import answer
from assent.enums import AnswerKind
from assent.models import Answer, SigningWindow
from assent.selectors import open_round_of
from contributions.actions.base import locked, write_event
from contributions.actions.close_review import close_review
from contributions.actions.publish import publish
from contributions.actions.validate import validate
from contributions.amending import amend, version_of_the_public, version_under_decision
from contributions.enums import EventKind
from contributions.models import ContributionPage, TextEvent, Version
from notifications.kinds import kinds
from notifications.models import Notice
from people.actions.mandates import entrust
from people.enums import MandateKind
from people.models import Centre, User
from tests.cast import Cast, fresh, person, text_in

DAY = timedelta(days=1)


def of_centre(cast: Cast, centre: Centre, kind: str = MandateKind.DIRECTOR, name: str = "") -> User:
    """Somebody who speaks for a centre."""
    someone = person(name or f"{kind}_{centre.slug}")
    entrust(someone, kind, centre=centre, by=cast.superuser)
    return someone


def said(page: ContributionPage, centre: Centre, by: User, kind: str, **more: Any) -> Answer:
    """A centre's answer to the round in progress."""
    round_ = open_round_of(fresh(page))
    assert round_ is not None
    return answer(round_, centre=centre, kind=kind, by=User.objects.get(pk=by.pk), **more)


def validated(cast: Cast, page: ContributionPage | None = None) -> ContributionPage:
    """A text in review, led to the network's agreement."""
    page = page or text_in(cast, "review")
    close_review(page, by=cast.coordinator)
    validate(page, by=cast.moderator)
    return fresh(page)


def consented(cast: Cast, kind: str = AnswerKind.CONSENT, **more: Any) -> ContributionPage:
    """A validated text to which the director of the north consented."""
    page = text_in(cast, "review")
    said(page, cast.north, cast.director, kind, **more)
    return validated(cast, page)


def published(cast: Cast, page: ContributionPage) -> ContributionPage:
    publish(page, by=cast.moderator)
    return fresh(page)


def corrected(cast: Cast, page: ContributionPage) -> Version:
    """The text under decision, else the public one, corrected in its form alone."""
    now = timezone.now()
    with locked(page) as text:
        old = version_under_decision(text) or version_of_the_public(text)
        assert old is not None
        words = old.revision.as_object()
        words.approach = f"{words.approach} "
        version = amend(text, old, words, author=cast.member, by=cast.coordinator, at=now)
        write_event(text, EventKind.CORRECTED, cast.member, now, version=version)
    return version


def window_of(page: ContributionPage) -> SigningWindow:
    return SigningWindow.objects.filter(record=page.record).latest("pk")


def ago(days: float) -> datetime:
    return timezone.now() - timedelta(days=days)


def opened_ago(page: ContributionPage, days: float) -> None:
    """Have the window of a text have been opened so many days ago."""
    window = window_of(page)
    by = timedelta(days=days)
    window.opens_at, window.closes_at = window.opens_at - by, window.closes_at - by
    window.save()
    for row in window.signatures.all():
        row.made_at, row.at = row.made_at - by, row.at - by
        row.save()


def again(user: User) -> User:
    """The account as it is now, without what rules remember of it."""
    return User.objects.get(pk=user.pk)


def told(user: User, kind: str) -> list[str]:
    """What a person reads today of this kind of news."""
    rows = Notice.objects.filter(person=user, kind=kind).order_by("pk")
    return [
        kinds[kind].line(row.data, again(user)).headline
        for row in rows
        if kinds[kind].may_know(again(user), row)
    ]


def events(page: ContributionPage, kind: str) -> list[TextEvent]:
    return list(TextEvent.objects.filter(record=page.record, kind=kind))
