"""The remarks on a text: who reads which, how they are listed and shown."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse

from contributions.actions.grant_reading import grant_reading
from contributions.actions.versions import name_version
from contributions.actions.write import write
from contributions.models import ContributionPage
from discussion.actions.answer import answer
from discussion.actions.endorse import endorse
from discussion.actions.hide_remark import hide_remark
from discussion.actions.remark import remark
from discussion.actions.settle import settle
from discussion.enums import Outcome
from discussion.models import Remark
from notifications.models import Notice
from people.models import User
from tests.cast import Cast, draft, fresh, text_in
from tests.work.helpers import Browser, answers, only, queries_of, text

from .pages import block_of, raw_body, soon, url

pytestmark = pytest.mark.django_db

QUOTE = "soins reportés"


def on_finding(
    page: ContributionPage, by: User, words: str = "D'où vient-ce ?", **more: Any
) -> Remark:
    return remark(page, by=by, words=words, block_id=block_of(page, "finding"), **more)


def test_readers_of_the_draft_read_them_and_nobody_else(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    made = on_finding(page, cast.member)
    inside = only("member", "coordinator", "superuser")
    block = block_of(page, "finding")
    new = url("new", page) + f"?bloc={block}"
    for address in (url("thread", made), new, url("threads", page), url("counts", page)):
        assert answers(client_of, cast, address) == inside, address
    for address in ("/contributions/999999/remarques/", "/remarques/999999/"):
        assert answers(client_of, cast, address) == only()
    grant_reading(page, by=cast.coordinator, person=cast.partner, until=soon())
    assert client_of(cast.partner).get(url("thread", made)).status_code == 200


def test_a_moderator_reads_their_own_threads_alone(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "validation")
    theirs = on_finding(
        page, cast.moderator, "De la modération", version=page.record.reviewed_version
    )
    ours = on_finding(page, cast.member, "Du groupe")
    browser = client_of(cast.moderator)
    seen = text(browser.get(url("threads", page) + "?montrer=all"))
    assert "De la modération" in seen and "Du groupe" not in seen
    assert browser.get(url("thread", theirs)).status_code == 200
    assert browser.get(url("thread", ours)).status_code == 404
    assert "Du groupe" in text(client_of(cast.member).get(url("threads", page)))


def test_each_filter_shows_its_own(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    on_finding(page, cast.member, "Toujours ouverte")
    ended = on_finding(page, cast.coordinator, "Déjà finie")
    settle(ended, by=cast.coordinator, outcome=Outcome.REFUSED, note="Hors du sujet.")
    remark(page, by=cast.coordinator, words="Sur tout")
    lost = remark(page, by=cast.coordinator, words="Perdue", block_id=block_of(page, "proposal"))
    body = [block for block in raw_body(page) if block["id"] != lost.block_id]
    write(fresh(page), by=cast.member, body=json.dumps(body))
    browser = client_of(cast.member)
    wanted = {
        "": {"Toujours ouverte", "Sur tout", "Perdue"},
        "mine": {"Toujours ouverte"},
        "ended": {"Déjà finie"},
        "gone": {"Perdue"},
        "all": {"Toujours ouverte", "Déjà finie", "Sur tout", "Perdue"},
        "inconnu": {"Toujours ouverte", "Sur tout", "Perdue"},
    }
    for which, expected in wanted.items():
        shown = browser.get(url("threads", page), {"montrer": which}).context["shown"]
        assert {each.first.words for each in shown} == expected, which
    only_block = {"bloc": block_of(page, "finding"), "montrer": "all"}
    shown = browser.get(url("threads", page), only_block).context["shown"]
    assert {each.first.words for each in shown} == {"Toujours ouverte", "Déjà finie"}
    assert "Hors du sujet." in text(browser.get(url("threads", page) + "?montrer=ended"))
    assert "passage retiré du texte" in text(browser.get(url("threads", page) + "?montrer=gone"))


def test_what_changed_is_said_beside_what_it_was(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    made = on_finding(page, cast.member, quote=QUOTE)
    browser = client_of(cast.member)
    assert "texte changé" not in text(browser.get(url("thread", made)))
    body = raw_body(page)
    body[1]["value"]["text"] = "<p>Des rendez-vous qui n'ont pas lieu.</p>"
    write(fresh(page), by=cast.member, body=json.dumps(body))
    seen = text(browser.get(url("thread", made)))
    assert "texte changé" in seen and "Le texte disait alors" in seen and QUOTE in seen


def test_what_one_may_do_is_offered_and_nothing_else(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    made = on_finding(page, cast.member)
    offered = {
        name: client_of(getattr(cast, name)).get(url("thread", made)).context["may"]
        for name in ("member", "coordinator")
    }
    assert (offered["member"].change, offered["member"].endorse, offered["member"].hide) == (
        True,
        False,
        False,
    )
    assert (
        offered["coordinator"].change,
        offered["coordinator"].endorse,
        offered["coordinator"].hide,
    ) == (False, True, True)
    endorse(made, by=cast.coordinator)
    assert client_of(cast.coordinator).get(url("thread", made)).context["may"].take_back


def test_hidden_words_are_shown_to_their_author_and_the_coordination(
    cast: Cast, client_of: Browser
) -> None:
    page = draft(cast)
    made = on_finding(page, cast.member, "Madame Untel est malade")
    grant_reading(page, by=cast.coordinator, person=cast.partner, until=soon())
    hide_remark(made, by=cast.coordinator, reason="Une personne est nommée.")
    seen = {
        name: "Untel"
        in text(client_of(getattr(cast, name)).get(url("threads", page) + "?montrer=all"))
        for name in ("member", "coordinator", "partner")
    }
    assert seen == {"member": True, "coordinator": True, "partner": False}


def test_names_are_for_those_who_see_the_group(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    made = on_finding(page, cast.member)
    grant_reading(page, by=cast.coordinator, person=cast.partner, until=soon())
    assert cast.member.display_name in text(client_of(cast.coordinator).get(url("thread", made)))
    seen = text(client_of(cast.partner).get(url("thread", made)))
    assert cast.member.display_name not in seen and "Une autre personne" in seen


def test_who_reads_one_version_is_told_no_word_of_the_draft(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    version = name_version(page, by=cast.coordinator, label="une")
    grant_reading(page, by=cast.coordinator, person=cast.partner, version=version, until=soon())
    made = on_finding(page, cast.partner, version=version, quote=QUOTE)
    body = raw_body(page)
    body[1]["value"] = {"title": "Canari", "text": "<p>Canari.</p>"}
    write(fresh(page), by=cast.member, title="Canari", body=json.dumps(body))
    settle(made, by=cast.coordinator, outcome=Outcome.RESOLVED, note="C'est dit.")
    browser, block = client_of(cast.partner), made.block_id
    news = text(browser.get("/espace/nouvelles/"))
    assert "C'est dit." in news and version.title in news and "Canari" not in news
    frozen = {"version": version.number}
    other = block_of(page, "proposal")
    seen = [
        text(browser.get(address, asked, headers={"X-Fragment": "1"}))
        for address, asked in (
            (url("threads", page), {"montrer": "all"}),
            (url("thread", made), {}),
            (url("change", made), {}),
            (url("new", page), {"bloc": block, **frozen}),
            (url("block", page, block), {}),
            (url("block", page, block), {"mode": "remarquer", **frozen}),
            (url("block", page, other), {}),
            ("/espace/", {}),
        )
    ]
    assert [words for words in seen if "Canari" in words] == []
    assert QUOTE in seen[0] and f"/versions/{version.number}/#bloc-{block}" in seen[0]
    assert browser.get(url("new", page), {"bloc": block}).status_code == 404
    second = name_version(fresh(page), by=cast.coordinator, label="deux").number
    for hidden_or_missing in (second, second + 1, 99):
        asked = {"version": hidden_or_missing}
        panel = browser.get(url("block", page, block), asked, headers={"X-Fragment": "1"})
        assert panel.status_code == 404


def test_an_answer_leads_to_its_place_in_the_thread(cast: Cast, client_of: Browser) -> None:
    made = on_finding(draft(cast), cast.member)
    said = answer(made, by=cast.coordinator, words="Du terrain.")
    response = client_of(cast.member).get(url("thread", said))
    assert response["Location"] == f"{url('thread', made)}#remarque-{said.pk}"


def test_counts_are_told_to_pages_that_stay_open(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    settle(on_finding(page, cast.member), by=cast.member, outcome=Outcome.RESOLVED)
    on_finding(page, cast.member, "Une autre")
    told = client_of(cast.member).get(url("counts", page)).json()
    assert told == {block_of(page, "finding"): [1, 2]}


def test_the_pages_cost_the_same_for_two_and_for_twenty(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    browser = client_of(cast.coordinator)

    def more(count: int) -> None:
        for nth in range(count):
            made = on_finding(page, cast.member, f"Remarque {nth} de {count}", quote=QUOTE)
            said = answer(made, by=cast.coordinator, words=f"Réponse {nth} de {count}")
            endorse(said, by=cast.member)
        # What the head of every page asks of its reader's news is another matter.
        Notice.objects.all().delete()

    more(2)
    block = reverse("discussion:block", args=[page.record.pk, block_of(page, "finding")])
    addresses = (
        url("threads", page),
        url("threads", page) + "?montrer=all",
        url("thread", Remark.objects.roots()[0]),
    )
    two = {address: queries_of(browser, address) for address in addresses}
    browser.defaults["HTTP_X_FRAGMENT"] = "1"
    two[block] = queries_of(browser, block)
    more(18)
    for address in addresses:
        browser.defaults.pop("HTTP_X_FRAGMENT", None)
        assert queries_of(browser, address) == two[address] <= 25, (address, two)
    browser.defaults["HTTP_X_FRAGMENT"] = "1"
    assert queries_of(browser, block) == two[block] <= 25
    assert two[url("threads", page)] <= 20


def test_the_page_speaks_english(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    made = on_finding(page, cast.member)
    for address in (url("threads", page), url("thread", made)):
        assert client_of(cast.member).get(f"/en{address}").status_code == 200
