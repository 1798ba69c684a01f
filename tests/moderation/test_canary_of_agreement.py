"""Words of rounds, signatures, corrections, checks, transmissions and answers that only
insiders may know are found by no outsider: no page, list, search, feed, file or letter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from notifications.delivery import deliver_due
from notifications.enums import Cadence
from notifications.models import Notice
from proposals.followers.news import tell_due
from proposals.models import ReplyState
from tests.cast import Cast, gather, text_in
from tests.discussion.test_canary import CANARY, ClientOf, words
from tests.proposals.handing import answered, to_partner

from .said_inside import READ_BY, say_all

pytestmark = pytest.mark.django_db

#: Nobody of these has anything to do with what was said; the partner received another text.
OUTSIDERS = (
    None, "account", "other_coordinator", "partner", "gone", "other_director",
)  # fmt: skip
#: What was said stands beside each of these.
TEXTS = ("review", "second", "validation", "returned", "public")
#: These follow the texts, and read some of it.
BESIDE = ("director", "network", "moderator")


@pytest.fixture(scope="module")
def around(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Cast, Any]]:
    """Built once, with the search up to date, and rolled back; its tests change nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = gather()
        found = say_all(cast)
        call_command("update_index", verbosity=0)
        tell_due(timezone.now())
        # Everything that is told leaves, digests too.
        Notice.objects.update(cadence=Cadence.AT_ONCE)
        deliver_due(stint=60)
        found["letters"] = list(mail.outbox)
        yield cast, found
        transaction.set_rollback(True)


def in_public(found: dict[str, Any]) -> list[str]:
    """What everyone reads, which has an English twin."""
    text = found["public"]
    number, row = text.record.pk, text.proposals.order_by("rank")[0].pk
    return [
        "/", "/contributions/", "/propositions/", f"/propositions/{row}/", f"/recherche/?q={CANARY}",
        f"/propositions/{row}/suivre/", f"/propositions/?q={CANARY}", text.get_url(),
        f"/contributions/{number}/", "/groupes/sante/", "/centres/", "/centres/sud/",
        f"/contributions/{number}/versions/1/", f"/contributions/{number}/versions/2/",
        f"/contributions/{number}/versions/2/changements/",
    ]  # fmt: skip


def everywhere(found: dict[str, Any]) -> list[str]:
    """Every address that could show, list or find one of these words."""
    row = found["public"].proposals.order_by("rank")[0].pk
    public, replies = in_public(found), found["replies"]
    document = replies[0].document
    files = [
        f"/propositions/{row}/flux/", "/propositions.csv", "/propositions.json", "/sitemap.xml",
        f"/api/v2/pages/?fields=*&search={CANARY}", f"/api/v2/pages/{found['public'].pk}/",
        f"/api/v2/documents/?search={CANARY}", f"/admin/pages/search/?q={CANARY}",
        f"/admin/textes/?q={CANARY}", f"/admin/documents/?q={CANARY}",
        f"/admin/documents/chooser/results/?q={CANARY}", f"/admin/documents/edit/{document.pk}/",
        f"/admin/documents/usage/{document.pk}/", document.url, document.file.url,
        "/admin/reports/site-history/",
    ]  # fmt: skip
    lists = [
        "/espace/", "/espace/avis/", "/espace/recus/", "/espace/nouvelles/", "/moderation/",
        "/propositions/sans-reponse/", "/groupes/sante/espace/", "/coordination/",
        "/groupes/sante/espace/journal/", "/coordination/saisines/",
    ]  # fmt: skip
    return [*public, *(f"/en{address}" for address in public), *files, *lists, *inside(found)]


def inside(found: dict[str, Any]) -> list[str]:
    """The pages of these rooms, on which the words stand for their readers."""
    numbers = {name: found[name].record.pk for name in TEXTS}
    rounds = ("suivi/", "avis/", "avis/sud/", "texte/", "versions/1/")
    beside = (
        "suivi/", "avis/", "avis/sud/", "signatures/", "signatures/sud/retirer/", "corriger/",
        "transmissions/", "reponses/", "remarques/",
    )  # fmt: skip
    addresses = {
        "review": rounds, "second": rounds, "public": beside, "returned": ("suivi/", "remarques/"),
        "validation": ("suivi/", "corriger/"),
    }  # fmt: skip
    desk = [f"/moderation/textes/{numbers['validation']}/{end}" for end in ("", "renvoyer/")]
    return [
        *desk,
        *(f"/contributions/{numbers[name]}/{end}" for name in TEXTS for end in addresses[name]),
        *(f"/contributions/{numbers['public']}/corrections/{one.pk}/" for one in found["corrections"]),
        *(f"/espace/recus/{found[name].pk}/" for name in ("sent", "linked", "own")),
        *(f"/propositions/reponses/{one.pk}/{end}/"
          for one in found["replies"] for end in ("piece", "refermer")),
    ]  # fmt: skip


@pytest.mark.parametrize("role", [*OUTSIDERS, *BESIDE])
def test_nobody_finds_a_word_that_is_not_for_them(
    around: tuple[Cast, Any], client_of: ClientOf, role: str | None
) -> None:
    cast, found = around
    user = found["other_director"] if role == "other_director" else role and getattr(cast, role)
    hidden = [f"{CANARY}{place}" for place, readers in READ_BY.items() if role not in readers]
    client = client_of(user or None)
    leaks = [
        f"{address}: {canary}"
        for address in everywhere(found)
        for said_there in [words(client, address)]
        for canary in hidden
        # In an address of its own file, the name of the file was known before.
        if canary in said_there and canary not in address
    ]
    assert leaks == []


def test_those_who_read_them_find_them(around: tuple[Cast, Any], client_of: ClientOf) -> None:
    """The control: each canary stands where its readers look for it."""
    cast, found = around
    seen = ""
    for user, addresses in (
        (cast.coordinator, inside(found)), (cast.moderator, inside(found)[:1]),
        (found["other_partner"], [f"/espace/recus/{found['sent'].pk}/"]),
    ):  # fmt: skip
        seen += "".join(words(client_of(user), address) for address in addresses)
    # An address that follows is shown to nobody.
    assert {place for place in READ_BY if f"{CANARY}{place}" not in seen} == {"suiveuse"}


def test_what_everyone_is_asked_for_answers(around: tuple[Cast, Any], client_of: ClientOf) -> None:
    """The control of the other side: no address of the public ones leads nowhere."""
    _cast, found = around
    row = found["public"].proposals.order_by("rank")[0].pk
    files = [
        f"/propositions/{row}/flux/",
        "/propositions.csv",
        "/propositions.json",
    ]
    got = {
        address: client_of(None).get(address).status_code for address in in_public(found) + files
    }
    assert {address: code for address, code in got.items() if code not in (200, 301, 302)} == {}


def test_no_letter_tells_them_but_those_to_whom_they_were_said(around: tuple[Cast, Any]) -> None:
    """No subject at all; of the rest, only what its own addressee was sent."""
    cast, found = around
    letters = found["letters"]
    assert letters
    assert [one.subject for one in letters if CANARY in one.subject] == []
    outside = [getattr(cast, role) for role in OUTSIDERS if role and role != "other_director"]
    addresses = {person.email for person in (*outside, found["other_director"])}
    told = [one for one in letters if addresses & set(one.to)]
    assert [one.subject for one in told if CANARY in str(one.message())] == []


@pytest.mark.parametrize("role", ["director", "moderator"])
def test_what_becomes_of_a_proposal_is_told_to_who_reads_private_answers(
    cast: Cast, client_of: ClientOf, role: str
) -> None:
    """`permissions.md`: neither reads an answer that nobody opened, nor its state."""
    text = text_in(cast, "validated")
    answered(cast, to_partner(cast, text), state="taken_up")
    seen = words(client_of(getattr(cast, role)), f"/contributions/{text.record.pk}/suivi/")
    assert str(ReplyState.TAKEN_UP.label) not in seen
