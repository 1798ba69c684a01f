"""Words of invited readers, of reactions and reports that nobody published, of examples and
of reasons are found by no outsider, on no page, in no list, search, feed or export."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from contributions.actions.mask import mask
from contributions.models import ContributionPage
from discussion.actions.base import write_down
from discussion.actions.decide_reaction import hide_reaction
from discussion.actions.declare import declare
from discussion.actions.hide_remark import hide_remark
from discussion.actions.make_link import make_link
from discussion.actions.react import react
from discussion.actions.review import give_opinion, remark_by_link
from examples.actions.send import send_example
from examples.actions.set_aside import set_example_aside
from examples.models import Example
from moderation.actions.contest import contest
from moderation.actions.decide_report import decide_report
from moderation.models import Report
from moderation.models.reports import Outcome, Side
from notifications.delivery import deliver_due
from notifications.models import Letter
from tests.cast import Cast, fresh, gather, text_in
from tests.moderation.reporting import reported

from .reacting import held, opened
from .test_canary import CANARY, OUTSIDERS, ClientOf, words

pytestmark = pytest.mark.django_db

#: Where a word is, and who of the outsiders of a draft reads it there all the same.
READ_BY: dict[str, tuple[str, ...]] = {
    "avis": (), "remarqueparlien": (), "invitee": (), "organisation": (), "invitation": (),
    "ancienne": (), "motifmasque": (),
    "retenue": ("moderator",), "cachee": ("moderator",), "motifcache": ("moderator",),
    "signalement": ("moderator",), "plaignante": ("moderator",), "decision": ("moderator",),
    "contestation": ("moderator",),
    "raisonmasque": ("moderator", "network"),
    "quoi": (), "ou": (), "montre": (), "ecarte": (),
}  # fmt: skip


def w(place: str) -> str:
    """A word of its own, beside the one that a search looks for."""
    assert place in READ_BY
    return f"{CANARY} {CANARY}{place}"


def say_around(cast: Cast) -> dict[str, Any]:
    """A canary in everything; who left the group said some of it when they were there."""
    text = text_in(cast, "validation", "Un texte soumis")
    published = opened(cast)
    found: dict[str, Any] = {"text": text, "published": published}
    _by_a_link(cast, text)
    found["left"] = _by_who_left(cast, text)
    found |= _in_public(cast, published)
    found["mask"] = mask(
        published, by=cast.moderator_two, words="Des conventions de trois ans",
        reason=w("raisonmasque"),
    )  # fmt: skip
    found["example"] = _an_example(cast)
    return found


def _by_a_link(cast: Cast, text: ContributionPage) -> None:
    link, _token = make_link(
        text.record.reviewed_version, by=cast.coordinator, invited=w("invitation"),
        email="invitee@example.org", message=w("invitation"),
        until=timezone.now() + timedelta(days=2),
    )  # fmt: skip
    link = declare(link, name=w("invitee"), organisation=w("organisation"))
    give_opinion(link, stance="favourable", words=w("avis"))
    remark_by_link(link, words=w("remarqueparlien"), block_id="page")


def _by_who_left(cast: Cast, text: ContributionPage) -> int:
    now = timezone.now()
    said = write_down(text, w("ancienne"), by=cast.gone, at=now).remark
    hidden = write_down(text, "À masquer.", by=cast.gone, at=now).remark
    hide_remark(hidden, by=cast.coordinator, reason=w("motifmasque"))
    return int(said.pk)


def _in_public(cast: Cast, page: ContributionPage) -> dict[str, Any]:
    waiting = held(page, w("retenue"))
    hidden = react(page, words=w("cachee"), by=cast.account)
    hide_reaction(hidden, by=cast.coordinator, reason=w("motifcache"))
    report = reported(page.url, w("signalement"), name=w("plaignante"))
    decide_report(report, by=cast.moderator_two, outcome=Outcome.KEPT, decision=w("decision"))
    report = Report.objects.get(pk=report.pk)
    challenge = contest(words=w("contestation"), side=Side.REPORTER, report=report)
    return {"reactions": (waiting, hidden), "report": report, "challenge": challenge}


def _an_example(cast: Cast) -> Example:
    example = send_example(
        cast.health, by=cast.member, what=w("quoi"), place=w("ou"), shows=w("montre")
    )
    set_example_aside(example, by=cast.coordinator, reason=w("ecarte"))
    return example


@pytest.fixture(scope="module")
def around(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Cast, Any]]:
    """Built once, with the search up to date, and rolled back; its tests change nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = gather()
        found = say_around(cast)
        call_command("update_index", verbosity=0)
        yield cast, found
        transaction.set_rollback(True)


def everywhere(found: dict[str, Any]) -> list[str]:
    """Every address that could show, list or find one of these words, in both languages."""
    text, published = (fresh(found[name]).record.pk for name in ("text", "published"))
    page, reactions = found["published"].get_url(), [one.pk for one in found["reactions"]]
    shown = [
        "/", "/contributions/", "/propositions/", "/groupes/sante/", "/groupes/sante/espace/",
        "/groupes/sante/espace/exemples/", "/espace/", "/espace/nouvelles/", "/moderation/",
        page, f"/signaler/?adresse={page}", f"/recherche/?q={CANARY}",
        f"/contributions/{text}/suivi/", f"/contributions/{text}/versions/1/",
        f"/contributions/{text}/versions/1/changements/", f"/contributions/{text}/texte/",
        f"/contributions/{text}/remarques/?montrer=all", f"/contributions/{text}/liens/",
        f"/contributions/{text}/remarques/bloc/page/", f"/contributions/{text}/masquer/",
        f"/remarques/{found['left']}/", f"/remarques/{found['left']}/histoire/",
        f"/remarques/{found['left'] + 1}/", f"/contributions/{published}/reactions/",
        f"/contributions/{published}/suivi/", f"/contributions/{published}/masquer/",
        f"/contributions/{published}/versions/1/",
        f"/contributions/{published}/reactions/ouverture/",
        *(f"/moderation/reactions/{pk}/" for pk in reactions),
        f"/moderation/signalements/{found['report'].pk}/",
        f"/moderation/contestations/{found['challenge'].pk}/",
        f"/moderation/masques/{found['mask'].pk}/",
        "/exemples/", f"/exemples/{found['example'].pk}/", "/exemples/envoyer/?groupe=sante",
    ]  # fmt: skip
    files = [
        "/sitemap.xml", "/robots.txt", f"/api/v2/pages/?fields=*&search={CANARY}",
        f"/api/v2/documents/?search={CANARY}", f"/admin/pages/search/?q={CANARY}",
        f"/admin/textes/?q={CANARY}", f"/admin/choose-page/search/?q={CANARY}",
        f"/admin/images/?q={CANARY}", f"/admin/documents/?q={CANARY}",
    ]  # fmt: skip
    return [*shown, *(f"/en{address}" for address in shown), *files]


OWN_DATA = ("/compte/donnees/mes-donnees.json", "/compte/donnees/mes-donnees.html")


@pytest.mark.parametrize("role", OUTSIDERS)
def test_no_outsider_finds_what_is_said_around_a_text(
    around: tuple[Cast, Any], client_of: ClientOf, role: str | None
) -> None:
    cast, found = around
    client = client_of(getattr(cast, role) if role else None)
    hidden = [f"{CANARY}{place}" for place, read_by in READ_BY.items() if role not in read_by]
    # What one said oneself, and why it was hidden, is among one's own data and nowhere else.
    own = () if role in (None, "gone", "account") else OWN_DATA
    leaks = []
    for address in (*everywhere(found), *own):
        seen = words(client, address)
        leaks += [f"{address}: {canary}" for canary in hidden if canary in seen]
    if role == "account":
        # Their news tell them which of their reactions was hidden, and why.
        leaks = [leak for leak in leaks if not ("nouvelles" in leak and "cache" in leak)]
    assert leaks == []


def test_those_who_read_them_find_them(around: tuple[Cast, Any], client_of: ClientOf) -> None:
    """The control: each canary stands where its readers look for it."""
    cast, found = around
    seen = ""
    for role in ("coordinator", "moderator"):
        client = client_of(getattr(cast, role))
        seen += "".join(words(client, address) for address in everywhere(found)[:37])
    never_shown_to_them = {"invitation"}
    missing = {place for place in READ_BY if f"{CANARY}{place}" not in seen}
    assert missing <= never_shown_to_them, missing


def test_subjects_of_letters_hold_none_of_these_words(cast: Cast) -> None:
    say_around(cast)
    deliver_due()
    letters = list(Letter.objects.all())
    assert letters
    assert [letter.subject for letter in letters if CANARY in letter.subject] == []
