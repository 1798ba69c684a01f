"""What was said of an edition that is not out yet is read by nobody beside the published one:
agreements, disagreements, names, addressees and their answers wait for the publication."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from assent.actions.second_round import open_second_round
from assent.models import AnswerKind
from assent.signing.actions.sign import sign
from contributions.actions.close_review import close_review
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.publish import publish
from contributions.actions.validate import validate
from contributions.actions.write import write
from contributions.models import ContributionPage
from errata.actions.approve import approve_correction
from people.actions.mandates import entrust
from people.enums import MandateKind
from people.models import Centre
from proposals.actions.open_reply import open_reply
from proposals.actions.record_reply import answer_transmission
from proposals.actions.transmit import Addressee, transmit
from proposals.models import Transmission
from tests.assent.rounds import again, block_of, say, speaker
from tests.cast import Cast, fresh, gather, person, text_in
from tests.discussion.test_canary import CANARY, ClientOf, words
from tests.errata.words import proposed
from tests.proposals.handing import said, to_partner, version_of

pytestmark = pytest.mark.django_db

READERS = (None, "other_coordinator", "coordinator", "moderator")
#: Public once the edition is out, and not before.
TO_COME = ("titre", "reserve", "desaccord", "signataire", "organisation", "reponse")


def w(place: str) -> str:
    assert place in TO_COME
    return f"{CANARY}{place}"


def to_come(cast: Cast) -> ContributionPage:
    """A published text whose next edition is validated: agreed to with a reserve, argued
    against twice, signed by name, handed on and answered in public."""
    east = Centre.objects.create(name="Centre Est", slug="est", is_published=True)
    people = {name: speaker(cast, name, centre) for name, centre in
              (("of_south", cast.south), ("of_east", east))}  # fmt: skip
    people["of_east"].display_name = w("signataire")
    people["of_east"].save()
    text = text_in(cast, "published")
    to_partner(cast, text, organisation="Une ville")
    open_edition(text, by=cast.coordinator)
    # The blocks keep their ids, as the editor keeps them: proposals are the same ones.
    write(fresh(text), by=cast.member, title=w("titre"))
    open_review(fresh(text), by=cast.coordinator, centres=[east])
    text = fresh(text)
    against = {"words": w("desaccord"), "block_id": block_of(text)}
    say(text, people["of_south"], cast.south, AnswerKind.OBJECTION, **against)
    open_second_round(text, by=cast.coordinator)
    say(text, people["of_south"], cast.south, AnswerKind.OBJECTION, **against)
    say(text, cast.director, cast.north, AnswerKind.RESERVE, words=w("reserve"), is_public=True)
    say(text, people["of_east"], east, AnswerKind.ABSTENTION)
    close_review(text, by=cast.coordinator)
    validate(text, by=cast.moderator)
    sign(fresh(text), centre=east, by=again(people["of_east"]), shows_name=True)
    other = person("partner_of_the_next")
    entrust(other, MandateKind.PARTNER, by=cast.superuser)
    version, to = version_of(fresh(text)), Addressee(w("organisation"), account=other)
    sent, _token = transmit(version, to=to, by=cast.coordinator, is_public=True)
    reply = answer_transmission(sent, said(version, words=w("reponse")), by=other)
    open_reply(reply, by=cast.network)
    # A correction of what is public is frozen after the edition, and brings none of it out.
    public = fresh(text).record.current_version
    correction = proposed(fresh(text), cast.member, version=public)
    approve_correction(correction, by=again(cast.coordinator))
    return fresh(text)


@pytest.fixture(scope="module")
def ahead(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Cast, ContributionPage]]:
    """Built once, with the search up to date, and rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = gather()
        text = to_come(cast)
        call_command("update_index", verbosity=0)
        yield cast, text
        transaction.set_rollback(True)


def in_public(text: ContributionPage) -> list[str]:
    """What everyone reads of the edition that is out, in both languages."""
    number, rows = text.record.pk, [row.pk for row in text.proposals.order_by("rank")]
    shown = [
        "/", "/contributions/", "/propositions/", f"/recherche/?q={CANARY}", text.get_url(),
        f"/contributions/{number}/", f"/contributions/{number}/versions/1/", "/groupes/sante/",
        "/centres/", "/centres/sud/", "/centres/est/", f"/propositions/?q={CANARY}",
        *(f"/propositions/{row}/" for row in rows),
    ]  # fmt: skip
    files = [
        "/propositions.csv",
        "/propositions.json",
        *(f"/propositions/{row}/flux/" for row in rows),
    ]
    return [*shown, *(f"/en{address}" for address in shown), *files]


def test_who_received_the_former_edition_learns_nothing_of_the_next(
    ahead: tuple[Cast, ContributionPage], client_of: ClientOf
) -> None:
    cast, text = ahead
    received = Transmission.objects.get(addressee=cast.partner)
    own = ["/espace/recus/", received.get_absolute_url(), "/espace/", "/espace/nouvelles/"]
    client = client_of(cast.partner)
    assert client.get(own[1]).status_code == 200
    seen = "".join(words(client, address) for address in (*own, *in_public(text)))
    assert [place for place in TO_COME if w(place) in seen] == []
    number = text.record.validated_version.number
    for hidden in (f"versions/{number}/", "suivi/", "reponses/", "signatures/", "avis/"):
        assert client.get(f"/contributions/{text.record.pk}/{hidden}").status_code == 404


def found_by(client: Any, text: ContributionPage) -> dict[str, set[str]]:
    return {
        address: {place for place in TO_COME if w(place) in seen}
        for address in in_public(text)
        for seen in [words(client, address)]
    }


@pytest.mark.parametrize("role", READERS)
def test_nothing_of_an_edition_to_come_is_told_beside_the_published_one(
    ahead: tuple[Cast, ContributionPage], client_of: ClientOf, role: str | None
) -> None:
    """Not even to its own people, on pages that everyone reads."""
    cast, text = ahead
    found = found_by(client_of(getattr(cast, role) if role else None), text)
    assert {address: places for address, places in found.items() if places} == {}


def test_all_of_it_is_told_once_it_is_out(
    ahead: tuple[Cast, ContributionPage], client_of: ClientOf
) -> None:
    """The control; undone for the others."""
    cast, text = ahead
    with transaction.atomic():
        publish(text, by=cast.moderator)
        found = found_by(client_of(None), fresh(text))
        transaction.set_rollback(True)
    assert set().union(*found.values()) == set(TO_COME)
