"""An answer that was made public is closed again, by whom, with a reason; its file apart."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from contributions.enums import EventKind
from kit.access import Refused
from notifications.kinds import kinds
from notifications.models import Letter, Notice
from proposals.actions.close_reply import close_reply
from proposals.actions.open_reply import open_reply
from proposals.actions.record_reply import answer_transmission
from proposals.models import Reply
from tests.cast import Cast, text_in
from tests.work.helpers import EVERYONE, Browser

from .handing import AGENCY, answered, by_link, events, link_url, said, to_partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def reply(cast: Cast) -> Reply:
    """What the partner answered to the first proposal of a published text, in public."""
    return answered(cast, to_partner(cast, text_in(cast, "published")), agreed=True)


def close_url(reply: Reply) -> str:
    return reverse("proposals:reply_close", args=[reply.pk])


def public_words(reply: Reply) -> str:
    row = reply.record.page.proposals.order_by("rank")[0]
    return Client().get(row.get_absolute_url()).content.decode()


#: Who closes a public answer, in the order of `EVERYONE`.
CLOSES = dict(zip(EVERYONE, "L333✓✓333333✓", strict=True))


def test_the_network_and_the_moderation_close_a_public_answer_never_its_group(
    cast: Cast, client_of: Browser, reply: Reply
) -> None:
    status = {"L": 302, "3": 403, "✓": 200}
    for who, mark in CLOSES.items():
        got = client_of(getattr(cast, who) if who else None).get(close_url(reply))
        assert got.status_code == status[mark], who
    for by in (cast.coordinator, cast.member, cast.partner, cast.account):
        with pytest.raises((Refused, Http404)):
            close_reply(reply, by=by, reason="Elle nous déplaît.")
    assert Reply.objects.public().get() == reply


def test_a_closed_answer_is_read_by_nobody_else_and_the_log_keeps_the_reason(
    cast: Cast, client_of: Browser, reply: Reply
) -> None:
    assert "Nous l&#x27;étudions." in public_words(reply)
    browser, url = client_of(cast.network), close_url(reply)
    wrong = browser.post(url, {"reason": " "})
    assert wrong.status_code == 422 and Reply.objects.public().exists()
    assert browser.post(url, {"reason": "Une personne y est nommée."}).status_code == 302
    page = public_words(reply)
    assert "étudions" not in page and "Sans réponse publique" in page
    assert "Une personne y est nommée." not in page
    event = reply.record.events.get(kind=EventKind.REPLY_CLOSED)
    assert (event.actor, event.note) == (cast.network, "Une personne y est nommée.")
    close_reply(reply, by=cast.moderator, reason="Encore.")
    assert events(reply.record.page, EventKind.REPLY_CLOSED) == 1, "twice changes nothing"
    reply.refresh_from_db()
    assert reply.closed_by == cast.network and reply.words == "Nous l'étudions."
    for who, path in (
        (cast.member, reverse("proposals:replies", args=[reply.record_id])),
        (cast.partner, reply.transmission.get_absolute_url()),  # type: ignore[union-attr]
    ):
        inside = client_of(who).get(path).content.decode()
        assert "Une personne y est nommée." in inside and "étudions" in inside


def test_who_answered_and_the_text_s_people_are_told_why(cast: Cast, reply: Reply) -> None:
    close_reply(reply, by=cast.network, reason="Une personne y est nommée.")
    told = Notice.objects.filter(kind__in=("proposals.reply_closed", "proposals.own_reply_closed"))
    assert {one.person for one in told} == {cast.coordinator, cast.partner}
    for one in told:
        line = kinds[one.kind].line(one.data, one.person)
        assert line.words == "Une personne y est nommée." and "plus publique" in line.headline


def test_who_answered_by_a_link_is_told_too_and_reads_why_behind_it(
    cast: Cast, client_of: Browser
) -> None:
    sent, token = by_link(cast, text_in(cast, "published"))
    reply = answer_transmission(sent, said(sent.version), agreed=True)
    open_reply(reply, by=cast.network)
    Letter.objects.all().delete()
    close_reply(reply, by=cast.network, reason="Une personne y est nommée.")
    [one] = Letter.objects.filter(kind="proposals.transmission_became")
    assert (one.address, one.subject) == ("ana@ailleurs.org", "Votre réponse n'est plus publique")
    assert "nommée" not in one.text and token not in one.text
    assert "Une personne y est nommée." in client_of(None).get(link_url(token)).content.decode()


def test_what_was_said_before_is_the_last_public_answer_again(cast: Cast, reply: Reply) -> None:
    later = answered(cast, reply.transmission, state="taken_up", agreed=True)  # type: ignore[arg-type]
    assert "Reprise (Agence du Sud)" in Client().get("/propositions/").content.decode()
    close_reply(later, by=cast.moderator, reason="Par erreur.")
    listed = Client().get("/propositions/").content.decode()
    assert "Reprise (" not in listed and f"À l&#x27;étude ({AGENCY})" in listed
    open_reply(later, by=cast.moderator)
    later.refresh_from_db()
    assert later.is_public and later.closed_at is None, "who closes may open again"


def test_the_moderation_opens_nothing_that_was_never_public(cast: Cast) -> None:
    hidden = answered(cast, to_partner(cast, text_in(cast, "published")))
    with pytest.raises((Refused, Http404)):
        open_reply(hidden, by=cast.moderator)
    with pytest.raises((Refused, Http404)):
        close_reply(hidden, by=cast.moderator, reason="Sans objet.")


def test_the_page_of_answers_offers_to_open_without_its_file_and_to_close(
    cast: Cast, client_of: Browser, reply: Reply
) -> None:
    path = reverse("proposals:replies", args=[reply.record_id])
    offered: dict[Any, bool] = {
        who: close_url(reply) in client_of(who).get(path).content.decode()
        for who in (cast.network, cast.coordinator)
    }
    assert offered == {cast.network: True, cast.coordinator: False}
