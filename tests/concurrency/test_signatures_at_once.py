"""Two who sign, cancel or withdraw for one centre at one moment: one name, a line an act;
and a signature that meets the end of what it signs.

Runs on the database of the suite: SQLite by default, PostgreSQL with `DATABASE_URL`.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from assent.models import Signature, SigningWindow
from assent.signing.actions.sign import sign
from contributions.actions.base import NotNow
from contributions.actions.close_review import close_review
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.validate import validate
from contributions.actions.withdraw import withdraw
from contributions.enums import EventKind
from contributions.models import ContributionPage, TextEvent
from groups.actions.memberships import join
from notifications.models import Notice
from people.actions.mandates import entrust
from people.enums import MandateKind
from people.models import Centre, User
from tests.cast import Cast, fresh, person, text_in

from .conftest import ENOUGH, FEW, ROUNDS, Arena

pytestmark = pytest.mark.slow

_SIGNING = (EventKind.SIGNED, EventKind.SIGNATURE_CANCELLED, EventKind.SIGNATURE_WITHDRAWN)


def prepared(cast: Cast, title: str) -> tuple[ContributionPage, SigningWindow, User]:
    """A validated text, its window, and the delegate of the director's centre."""
    page = text_in(cast, "validated", title)
    delegate = person(f"delegate_{title.split()[0].lower()}")
    entrust(delegate, MandateKind.DELEGATE, centre=cast.north, by=cast.superuser)
    return page, SigningWindow.objects.get(record=page.record), delegate


def signed(
    cast: Cast, window: SigningWindow, days: float, delegate: User | None = None
) -> Signature:
    """The one signature of the window, made so many days ago, by the director or a delegate."""
    window.signatures.all().delete()
    when = timezone.now() - timedelta(days=days)
    return Signature.objects.create(
        window=window, version=window.version, centre=cast.north, centre_name=cast.north.name,
        by=delegate or cast.director, as_delegate=delegate is not None, at=when, made_at=when,
    )  # fmt: skip


def lines_of(page: ContributionPage, since: int) -> list[str]:
    events = TextEvent.objects.filter(record=page.record, pk__gt=since, kind__in=_SIGNING)
    return sorted(events.values_list("kind", flat=True))


def newest() -> int:
    return TextEvent.objects.latest("pk").pk


def check(page: ContributionPage, window: SigningWindow, since: int, kinds: list[str]) -> None:
    """One line an act that was done, one message each, at most one name, and the count of
    what the public reads."""
    assert lines_of(page, since) == sorted(kinds)
    keys = TextEvent.objects.filter(record=page.record, pk__gt=since, kind__in=_SIGNING)
    told = Notice.objects.filter(
        kind="assent.signature", key__in=[f"event-{event.pk}" for event in keys]
    )
    people = list(told.values_list("key", "person"))
    assert len(set(people)) == len(people)
    assert window.signatures.standing().count() <= 1
    window.refresh_from_db()
    assert window.lines == window.signatures.told().count()


def test_who_signs_second_is_told_that_the_centre_has_signed(cast: Cast) -> None:
    """The same in one process, one after the other: the words that the second one reads."""
    page, _window, delegate = prepared(cast, "Après coup")
    sign(page, centre=cast.north, by=cast.director)
    with pytest.raises(NotNow) as refusal:
        sign(page, centre=cast.north, by=delegate)
    assert cast.north.name in refusal.value.reason


def test_signing_twice_at_once(arena: Arena) -> None:
    cast = arena.cast
    page, window, delegate = prepared(cast, "Signer deux fois")
    won: set[int] = set()
    for _round in range(ENOUGH):
        window.signatures.all().delete()
        since = newest()
        ends = arena.duelists.duel(
            {"action": "sign", "target": page.pk, "by": cast.director.pk},
            {"action": "sign", "target": page.pk, "by": delegate.pk},
        )
        assert sorted(ends) == ["done", "refused"]
        won.add(ends.index("done"))
        check(fresh(page), window, since, [EventKind.SIGNED])
        assert window.signatures.standing().count() == 1
    assert len(won) == 2 or ENOUGH < 40, "one side won every round: they never met"


def test_signing_against_cancelling(arena: Arena) -> None:
    """Of a centre whose delegate signed an hour ago and cancels: the director comes too early,
    or signs anew."""
    cast = arena.cast
    page, window, delegate = prepared(cast, "Annuler ou signer")
    for _round in range(FEW):
        signed(cast, window, 0.04, delegate)
        since = newest()
        ends = arena.duelists.duel(
            {"action": "cancel_signature", "target": page.pk, "by": delegate.pk},
            {"action": "sign", "target": page.pk, "by": cast.director.pk},
        )
        assert ends[0] == "done" and ends[1] in ("done", "refused")
        again = ends[1] == "done"
        kinds = [EventKind.SIGNATURE_CANCELLED] + [EventKind.SIGNED] * again
        check(fresh(page), window, since, kinds)
        assert window.signatures.standing().count() == again


def test_signing_against_withdrawing(arena: Arena) -> None:
    cast = arena.cast
    page, window, delegate = prepared(cast, "Retirer ou signer")
    for _round in range(ROUNDS):
        signed(cast, window, 5, delegate)
        since = newest()
        ends = arena.duelists.duel(
            {"action": "withdraw_signature", "target": page.pk, "by": delegate.pk},
            {"action": "sign", "target": page.pk, "by": cast.director.pk},
        )
        assert ends[0] == "done" and ends[1] in ("done", "refused")
        again = ends[1] == "done"
        kinds = [EventKind.SIGNATURE_WITHDRAWN] + [EventKind.SIGNED] * again
        check(fresh(page), window, since, kinds)
        assert window.signatures.standing().count() == again
        assert window.signatures.filter(withdrawn_at__isnull=False).count() == 1


def test_a_delegate_never_signs_over_the_director_who_cancels(arena: Arena) -> None:
    """Whichever comes first: the director has spoken before, or has just spoken."""
    cast = arena.cast
    page, window, delegate = prepared(cast, "La direction revient")
    for _round in range(FEW):
        signed(cast, window, 0.04)
        since = newest()
        ends = arena.duelists.duel(
            {"action": "cancel_signature", "target": page.pk, "by": cast.director.pk},
            {"action": "sign", "target": page.pk, "by": delegate.pk},
        )
        assert ends == ["done", "refused"]
        check(fresh(page), window, since, [EventKind.SIGNATURE_CANCELLED])
        assert not window.signatures.standing().exists()


def test_withdrawing_twice_at_once(arena: Arena) -> None:
    cast = arena.cast
    page, window, delegate = prepared(cast, "Deux retraits")
    for _round in range(FEW):
        signed(cast, window, 5)
        since = newest()
        ends = arena.duelists.duel(
            {"action": "withdraw_signature", "target": page.pk, "by": cast.director.pk},
            {"action": "withdraw_signature", "target": page.pk, "by": delegate.pk},
        )
        assert sorted(ends) == ["done", "refused"]
        check(fresh(page), window, since, [EventKind.SIGNATURE_WITHDRAWN])


# -- A signature that meets the end of what it signs


def told_of_signing(page: ContributionPage, since: int) -> list[int]:
    rows = Notice.objects.filter(kind="assent.signature", data__text=page.record.pk, pk__gt=since)
    return list(rows.values_list("person", flat=True))


def last_notice() -> int:
    return Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def test_signing_against_recalling_the_text(arena: Arena) -> None:
    """Signed, then taken back, or taken back and not signed: no name under what is ended."""
    cast = arena.cast
    page = text_in(cast, "validated", "Signer ou rappeler")
    delegate = person("delegate_rappeler")
    entrust(delegate, MandateKind.DELEGATE, centre=cast.north, by=cast.superuser)
    won: set[str] = set()
    for _round in range(ROUNDS):
        window, since, notice = SigningWindow.objects.latest("pk"), newest(), last_notice()
        ends = arena.duelists.duel(
            {"action": "sign", "target": page.pk, "by": delegate.pk},
            {"action": "recall_validated", "target": page.pk, "by": cast.coordinator.pk},
        )
        assert ends[0] in ("done", "refused") and ends[1] == "done"
        won.add(ends[0])
        page, done = fresh(page), ends[0] == "done"
        check(page, window, since, [EventKind.SIGNED] * done)
        recalled = TextEvent.objects.filter(record=page.record, pk__gt=since, kind="recalled")
        assert recalled.count() == 1
        assert window.ended_at is not None and window.signatures.count() == done
        # The director is told of what the delegate did, each person once.
        people = told_of_signing(page, notice)
        assert len(set(people)) == len(people) and (cast.director.pk in people) is done
        page = validated_again(cast, page)
    assert len(won) == 2 or ROUNDS < 50, "one side won every round: they never met"


def validated_again(cast: Cast, page: ContributionPage) -> ContributionPage:
    open_review(page, by=cast.coordinator)
    close_review(fresh(page), by=cast.coordinator)
    validate(fresh(page), by=cast.moderator)
    return fresh(page)


def test_signing_against_publishing_the_text(arena: Arena) -> None:
    """In time where it came first, late where the publication did; one line, and counted."""
    cast = arena.cast
    page = text_in(cast, "validated", "Signer ou publier")
    late: set[bool] = set()
    for _round in range(ROUNDS):
        window, since = SigningWindow.objects.latest("pk"), newest()
        ends = arena.duelists.duel(
            {"action": "sign", "target": page.pk, "by": cast.director.pk},
            {"action": "publish", "target": page.pk, "by": cast.moderator.pk},
        )
        assert ends == ["done", "done"]
        page = fresh(page)
        check(page, window, since, [EventKind.SIGNED])
        row = window.signatures.get()
        events = TextEvent.objects.filter(record=page.record, pk__gt=since)
        order = [kind for kind in events.order_by("pk").values_list("kind", flat=True)
                 if kind in (EventKind.SIGNED, EventKind.PUBLISHED)]  # fmt: skip
        assert sorted(order) == sorted([EventKind.SIGNED, EventKind.PUBLISHED])
        assert row.is_late is (order[0] == EventKind.PUBLISHED)
        assert page.record.agreement == window and row.version == page.record.current_version
        assert window.lines == 1
        late.add(row.is_late)
        open_edition(page, by=cast.coordinator)
        page = validated_again(cast, fresh(page))
    assert len(late) == 2 or ROUNDS < 50, "one side won every round: they never met"


def test_signing_late_against_withdrawing_the_text(arena: Arena) -> None:
    """No name comes under a text that the public does not read any more."""
    cast = arena.cast
    won: set[str] = set()
    for number in range(min(ENOUGH, 20)):
        page = text_in(cast, "published", f"Signer ou retirer {number}")
        withdraw(page, by=cast.coordinator, note="Une personne était reconnaissable.")
        window, since = SigningWindow.objects.latest("pk"), newest()
        ends = arena.duelists.duel(
            {"action": "sign", "target": page.pk, "by": cast.director.pk},
            {"action": "withdraw", "target": page.pk, "by": cast.moderator.pk},
        )
        assert ends[0] in ("done", "refused") and ends[1] == "done"
        won.add(ends[0])
        check(fresh(page), window, since, [EventKind.SIGNED] * (ends[0] == "done"))
        gone = TextEvent.objects.filter(record=page.record, pk__gt=since, kind="withdrawn")
        assert gone.count() == 1 and fresh(page).record.withdrawn_at is not None
    assert len(won) == 2 or ENOUGH < 20, "one side won every round: they never met"


def test_two_workers_invite_a_centre_that_arrives_once(arena: Arena) -> None:
    cast = arena.cast
    page = text_in(cast, "validated", "Inviter deux fois")
    window = SigningWindow.objects.latest("pk")
    for number in range(FEW):
        away = Centre.objects.create(name=f"Centre {number}", slug=f"loin-{number}")
        speaks = person(f"direction_{number}")
        entrust(speaks, MandateKind.DIRECTOR, centre=away, by=cast.superuser)
        join(person(f"arrivee_{number}"), cast.health, by=cast.network, centre=away)
        order = {"action": "invite_late", "target": page.pk, "by": cast.member.pk}
        assert arena.duelists.duel(order, order) == ["done", "done"]
        told = Notice.objects.filter(kind="assent.to_sign", person=speaks, data__window=window.pk)
        assert told.count() == 1
        assert away in window.version.asked_centres.all()
