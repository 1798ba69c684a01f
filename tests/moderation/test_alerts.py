"""When nobody may decide: seen on the desk and by the network, which is told once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contributions.actions.close_review import close_review
from contributions.models import ContributionPage
from contributions.recipients import accounts, every_moderator, moderators_without_a_hand
from moderation.texts.alerts import alert_for, tell_of_alerts, undecidable
from notifications.kinds import kinds
from notifications.models import Notice
from people.actions.mandates import entrust
from people.enums import MandateKind
from people.models import Mandate, User
from tests.cast import Cast, fresh, person, text_in
from tests.errata.words import again

from .at_the_desk import ClientOf, address, with_a_hand, words

pytestmark = pytest.mark.django_db

KIND = "moderation.nobody_decides"


def told(user: User) -> list[Notice]:
    return list(Notice.objects.filter(kind=KIND, person=user).order_by("pk"))


def nobody_for(page: ContributionPage, cast: Cast) -> ContributionPage:
    for one in (cast.moderator, cast.moderator_two):
        with_a_hand(page, one)
    return page


def leave(user: User) -> None:
    Mandate.objects.filter(person=user, kind=MandateKind.MODERATOR).update(ends_at=timezone.now())


def test_with_two_moderators_nothing_is_said(cast: Cast, client_of: ClientOf) -> None:
    text_in(cast, "validation")
    assert not alert_for(cast.moderator) and tell_of_alerts(timezone.now()) == 0
    assert "il en faut deux" not in words(client_of(cast.moderator).get("/moderation/"))


def test_fewer_than_two_moderators_are_seen_and_told_once(cast: Cast, client_of: ClientOf) -> None:
    page = text_in(cast, "validation")
    leave(cast.moderator_two)
    for who, where in (
        (cast.moderator, "/moderation/"), (cast.moderator, address(page)),
        (cast.network, "/moderation/"), (cast.network, "/coordination/"),
    ):  # fmt: skip
        assert "La modération compte 1 personne" in words(client_of(who).get(where))
    assert not alert_for(cast.coordinator) and not alert_for(cast.member)
    now = timezone.now()
    assert [tell_of_alerts(now), tell_of_alerts(now)] == [1, 0]
    [notice] = told(cast.network)
    line = kinds[KIND].line(notice.data, cast.network)
    assert "plus que 1 personne" in line.headline and line.url == "/coordination/"
    assert not told(cast.moderator) and not told(cast.coordinator)


def test_it_is_told_again_when_somebody_else_leaves(cast: Cast) -> None:
    leave(cast.moderator_two)
    tell_of_alerts(timezone.now())
    newcomer = person("newcomer")
    entrust(newcomer, MandateKind.MODERATOR, by=cast.superuser)
    tell_of_alerts(timezone.now())
    assert len(told(cast.network)) == 1
    leave(newcomer)
    tell_of_alerts(timezone.now())
    assert len(told(cast.network)) == 2
    leave(cast.moderator)
    tell_of_alerts(timezone.now())
    assert "Plus personne" in kinds[KIND].line(told(cast.network)[-1].data, cast.network).headline


@pytest.mark.parametrize("state", ["validation", "validated"])
def test_a_text_on_which_nobody_may_decide_is_seen_and_told_once(
    cast: Cast, client_of: ClientOf, state: str
) -> None:
    page = nobody_for(text_in(cast, state), cast)
    other = text_in(cast, "validation", "Un autre, que l'on peut valider")
    assert [one.pk for one in alert_for(cast.network).texts] == [page.pk]
    shown = words(client_of(cast.network).get("/coordination/"))
    assert "Personne ne peut décider de 1 texte" in shown
    assert page.draft_title in shown and other.draft_title not in shown
    assert "Personne ne peut décider" in words(client_of(cast.moderator).get(address(page)))
    assert [tell_of_alerts(timezone.now()), tell_of_alerts(timezone.now())] == [1, 0]
    line = kinds[KIND].line(told(cast.network)[0].data, cast.network)
    assert line.about == page.draft_title
    assert line.url == f"/contributions/{page.record.pk}/suivi/"


def test_it_is_told_at_the_submission(cast: Cast) -> None:
    page = nobody_for(text_in(cast, "review"), cast)
    close_review(page, by=cast.coordinator)
    assert [notice.data["text"] for notice in told(cast.network)] == [page.record.pk]
    assert tell_of_alerts(timezone.now()) == 0


def test_once_somebody_may_decide_the_news_is_no_more(cast: Cast) -> None:
    nobody_for(text_in(cast, "validation"), cast)
    tell_of_alerts(timezone.now())
    [notice] = told(cast.network)
    may_know = kinds[KIND].may_know
    assert may_know(cast.network, notice) and not may_know(cast.moderator, notice)
    entrust(person("newcomer"), MandateKind.MODERATOR, by=cast.superuser)
    assert not may_know(again(cast.network), notice)


def test_twenty_news_cost_what_two_do(cast: Cast) -> None:
    """What stands at the desk is read once for all of them."""
    for rank in range(4):
        nobody_for(text_in(cast, "validation", f"Bloqué {rank}"), cast)
    tell_of_alerts(timezone.now())
    notices = told(cast.network)

    def queries(number: int) -> int:
        person, may_know = again(cast.network), kinds[KIND].may_know
        with CaptureQueriesContext(connection) as seen:
            assert all(may_know(person, notice) for notice in notices[:number])
        return len(seen)

    assert queries(1) == queries(4)


@pytest.mark.parametrize("state", ["validation", "validated", "published", "new_edition"])
@pytest.mark.parametrize("hands", [(), ("moderator",), ("moderator", "moderator_two")])
def test_the_alert_is_the_twin_of_the_rule(cast: Cast, state: str, hands: tuple[str, ...]) -> None:
    page = text_in(cast, state)
    for role in hands:
        with_a_hand(page, getattr(cast, role))
    page = fresh(page)
    everyone = frozenset(accounts(every_moderator()).values_list("pk", flat=True))
    nobody = not accounts(moderators_without_a_hand(page)).exists()
    assert bool(undecidable([page], everyone)) is nobody


def test_twenty_texts_cost_what_two_do(cast: Cast) -> None:
    def queries(texts: int) -> int:
        for rank in range(texts):
            nobody_for(text_in(cast, "validation", f"Bloqué {texts}-{rank}"), cast)
        with CaptureQueriesContext(connection) as seen:
            alert_for(cast.superuser)
        return len(seen)

    assert queries(2) == queries(10)
