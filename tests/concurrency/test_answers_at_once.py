"""An addressee who answers while their transmission ends or the text is withdrawn, or who
acknowledges twice at once; an answer opened while it is closed.

Runs on the database of the suite: SQLite by default, PostgreSQL with `DATABASE_URL`.
"""

from __future__ import annotations

import pytest

from contributions.actions.withdraw import withdraw
from contributions.enums import EventKind
from contributions.models import ContributionPage
from kit.access import Refused
from notifications.models import Notice
from proposals.actions.end_transmission import end_transmission
from proposals.actions.record_reply import answer_transmission
from proposals.models import Reply, Transmission
from tests.cast import Cast, text_in
from tests.proposals.handing import answered, blocks_of, said, to_partner, version_of

from .conftest import ENOUGH, FEW, Arena

pytestmark = pytest.mark.slow


def events(page: ContributionPage, kind: EventKind, sent: Transmission) -> list[int]:
    rows = page.record.events.filter(kind=kind).order_by("pk")
    if kind != EventKind.REPLY_RECORDED:
        rows = rows.filter(data__transmission=sent.pk)
    return list(rows.values_list("pk", flat=True))


@pytest.mark.django_db
def test_who_comes_second_is_told_so(cast: Cast) -> None:
    page = text_in(cast, "published")
    sent = to_partner(cast, page)
    stale = Transmission.objects.with_all().get(pk=sent.pk)
    end_transmission(sent, by=cast.coordinator)
    with pytest.raises(Refused, match="refermée"):
        answer_transmission(stale, said(stale.version), by=cast.partner)
    withdraw(page, by=cast.coordinator, note="Un motif.")
    again = to_partner(cast, page)
    withdraw(page, by=cast.moderator)
    with pytest.raises(Refused, match="retiré"):
        answer_transmission(again, said(again.version), by=cast.partner)


def test_answering_against_ending(arena: Arena) -> None:
    cast = arena.cast
    page = text_in(cast, "published", "Répondre ou refermer")
    [block, *_others] = blocks_of(version_of(page))
    won = set()
    for done in range(ENOUGH):
        sent, before = to_partner(cast, page), Reply.objects.count()
        ends = arena.duelists.duel(
            {"action": "answer_transmission", "target": sent.pk, "by": cast.partner.pk,
             "more": {"words": f"Réponse {done}", "block": block}},
            {"action": "end_transmission", "target": sent.pk, "by": cast.coordinator.pk},
        )  # fmt: skip
        assert ends in (["done", "done"], ["refused", "done"])
        won.add(ends[0])
        answered = ends[0] == "done"
        assert Reply.objects.count() == before + answered
        [ended] = events(page, EventKind.TRANSMISSION_ENDED, sent)
        assert len(events(page, EventKind.ACKNOWLEDGED, sent)) == answered
        if answered:
            assert events(page, EventKind.REPLY_RECORDED, sent)[-1] < ended
    assert len(events(page, EventKind.REPLY_RECORDED, sent)) == Reply.objects.count()
    assert len(won) == 2 or ENOUGH < 40, "one side won every round: they never met"


def test_answering_against_withdrawing(arena: Arena) -> None:
    """Nothing is answered to a text that was withdrawn; what came before stays, and hides."""
    cast = arena.cast
    won = set()
    for done in range(min(ENOUGH, 20)):
        page = text_in(cast, "published", f"Répondre ou retirer {done}")
        [block, *_others] = blocks_of(version_of(page))
        sent = to_partner(cast, page)
        withdraw(page, by=cast.coordinator, note="Un motif.")
        ends = arena.duelists.duel(
            {"action": "answer_transmission", "target": sent.pk, "by": cast.partner.pk,
             "more": {"words": "Une réponse.", "block": block}},
            {"action": "withdraw", "target": page.pk, "by": cast.moderator.pk},
        )  # fmt: skip
        assert ends in (["done", "done"], ["refused", "done"])
        won.add(ends[0])
        replies = Reply.objects.filter(record=page.record)
        assert replies.count() == (ends[0] == "done")
        [withdrawn] = page.record.events.filter(kind=EventKind.WITHDRAWN)
        for recorded in events(page, EventKind.REPLY_RECORDED, sent):
            assert recorded < withdrawn.pk
        assert not Reply.objects.public().filter(record=page.record).exists()
    assert len(won) == 2 or ENOUGH < 20, "one side won every round: they never met"


def test_opening_against_closing(arena: Arena) -> None:
    """Each line of the life says what was: never two openings, nor two closings, in a row."""
    cast = arena.cast
    page = text_in(cast, "published", "Ouvrir ou refermer")
    reply = answered(cast, to_partner(cast, page), agreed=True)
    kinds = (EventKind.REPLY_OPENED, EventKind.REPLY_CLOSED)
    for _round in range(FEW):
        ends = arena.duelists.duel(
            {"action": "open_reply", "target": reply.pk, "by": cast.network.pk},
            {"action": "close_reply", "target": reply.pk, "by": cast.moderator.pk},
        )
        assert ends == ["done", "done"]
        told = list(
            page.record.events.filter(kind__in=kinds).order_by("pk").values_list("kind", flat=True)
        )
        assert all(told[place] == kinds[place % 2] for place in range(len(told)))
        reply.refresh_from_db()
        assert reply.is_public == (told[-1] == EventKind.REPLY_OPENED)
        assert reply.is_public == (reply.closed_at is None)


def test_acknowledging_twice_at_once(arena: Arena) -> None:
    cast = arena.cast
    page = text_in(cast, "published", "Accuser réception")
    for _round in range(FEW):
        sent = to_partner(cast, page)
        order = {"action": "acknowledge", "target": sent.pk, "by": cast.partner.pk}
        assert arena.duelists.duel(order, order) == ["done", "done"]
        assert len(events(page, EventKind.ACKNOWLEDGED, sent)) == 1
        told = Notice.objects.filter(
            kind="proposals.acknowledged", person=cast.coordinator, data__transmission=sent.pk
        )
        assert told.count() == 1
        end_transmission(sent, by=cast.coordinator)
