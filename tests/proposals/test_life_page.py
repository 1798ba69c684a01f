"""A proposal's page is its life: what everyone may know, in its order, at a constant cost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from contributions.models import ContributionPage, TextEvent
from discussion.actions.remark import remark
from discussion.actions.settle import settle
from proposals.answers import answered
from proposals.life import life_of
from proposals.models import Proposal
from proposals.selectors import by_number
from tests.cast import Cast, fresh, text_in
from tests.pages.conftest import Seen

from .handing import answered as reply_to
from .handing import by_link as handed_by_link
from .handing import to_partner
from .test_projection import lead, republish, reworded, without

pytestmark = pytest.mark.django_db


def first(text: ContributionPage) -> Proposal:
    return by_number(text.proposals.order_by("rank")[0].pk)


def told(row: Proposal) -> list[str]:
    return [step.what for step in life_of(by_number(row.pk))]


def seen(client: Client, row: Proposal, language: str = "") -> Seen:
    return Seen(client.get(f"{language}/propositions/{row.pk}/"))


def test_a_life_begins_when_it_was_written_and_goes_on_in_order(cast: Cast) -> None:
    text = text_in(cast, "published")
    row = first(text)
    steps = life_of(row)
    assert [step.what for step in steps][:3] == [
        "Écrite pour la première fois", "Validée par le réseau", "Publiée pour la première fois",
    ]  # fmt: skip
    assert [step.at for step in steps] == sorted(step.at for step in steps)
    assert row.first_written == timezone.localdate().replace(day=1)
    assert steps[0].in_month


def test_the_month_is_that_of_the_first_revision_that_held_the_block(cast: Cast) -> None:
    text = text_in(cast, "drafting")
    old = datetime(2020, 3, 17, tzinfo=UTC)
    text.revisions.update(created_at=old)
    lead(cast, text)
    row = first(fresh(text))
    assert row.first_written is not None and row.first_written.isoformat() == "2020-03-01"


def test_its_inner_work_is_nobody_else_s(cast: Cast, client: Client) -> None:
    """Openings, answers of centres, submissions and their dates stay inside."""
    row = first(text_in(cast, "published"))
    day = timezone.now() - timedelta(days=3000)
    TextEvent.objects.exclude(kind__in=("validated", "published")).update(at=day, note="canari")
    page = seen(client, row)
    assert str(day.year) not in page.words and "canari" not in page.html
    assert "Relecture" not in page.words and "Soumis" not in page.words


def test_a_new_edition_a_removal_and_a_replacement_are_told(cast: Cast) -> None:
    text = text_in(cast, "published")
    row = first(text)
    republish(cast, text, reworded("Aller vers", "Aller au-devant"))
    assert "Reprise dans la version 2 du texte" in told(row)
    republish(cast, text, without("Aller au-devant"))
    assert told(row)[-1] == "Ôtée du texte"
    replaced = first(text_in(cast, "replaced", "Un autre"))
    assert told(replaced)[-1] == "Texte remplacé par un autre"


def test_a_public_answer_is_told_with_its_words_and_an_inner_one_is_not(
    cast: Cast, client: Client
) -> None:
    text = text_in(cast, "published")
    sent = to_partner(cast, text)
    reply_to(cast, sent, words="Mots tenus entre nous.")
    row = first(text)
    assert "Mots tenus" not in seen(client, row).words
    assert "Sans réponse publique à ce jour" in seen(client, row).words
    reply_to(cast, sent, state="partly", words="Trois villes l'essaient.", agreed=True)
    page = seen(client, row)
    assert "Trois villes l'essaient." in page.words and "Agence du Sud" in page.words
    assert "Reprise en partie" in page.words and "Sans réponse" not in page.words
    [now] = answered([by_number(row.pk)])[0].answers
    assert now.state == "partly"


def test_answered_remarks_are_counted_without_a_word(cast: Cast, client: Client) -> None:
    text = text_in(cast, "drafting")
    block = next(str(b.id) for b in text.body if b.block_type == "proposal")
    for words in ("Canari jaune", "Canari bleu"):
        made = remark(text, by=cast.member, words=words, block_id=block)
        settle(made, by=cast.coordinator, outcome="resolved")
    remark(text, by=cast.member, words="Canari encore ouvert", block_id=block)
    lead(cast, text)
    page = seen(client, first(fresh(text)))
    assert "2 remarques avaient reçu leur réponse" in page.words
    assert "anari" not in page.html


def test_the_picture_of_answers_is_read_without_colour(cast: Cast, client: Client) -> None:
    """A shape for eyes, words for everyone; nothing is said by colour or script alone."""
    row = first(text_in(cast, "published"))
    page = seen(client, row)
    assert all(svg.get("aria-hidden") == "true" for svg in page.all("svg") if "answer-mark" in svg.get("class", ""))  # fmt: skip
    assert "Sans réponse publique à ce jour" in page.words


def test_the_text_says_what_is_answered_beside_each_proposal(cast: Cast, client: Client) -> None:
    text = text_in(cast, "published")
    reply_to(cast, to_partner(cast, text), state="taken_up", agreed=True)
    page = Seen(client.get(text.get_url()))
    assert "Publiée · Reprise (Agence du Sud)" in page.words
    assert "Reprise (Agence du Sud)" in Seen(client.get("/propositions/")).words


def test_a_life_costs_the_same_with_one_answer_and_with_twenty(cast: Cast, client: Client) -> None:
    text = text_in(cast, "published")
    row, sent = first(text), to_partner(cast, text)
    reply_to(cast, sent, agreed=True)

    def cost() -> int:
        seen(client, row)
        with CaptureQueriesContext(connection) as queries:
            seen(client, row)
        return len(queries)

    few = cost()
    for number in range(19):
        reply_to(cast, sent, words=f"Réponse {number}.", agreed=True)
    assert cost() == few
    assert few <= 26, "a public page is fast"


def test_a_life_costs_the_same_for_one_addressee_and_for_many(cast: Cast, client: Client) -> None:
    """The body that was handed to each of them is read once, whoever they are."""
    text = text_in(cast, "published")
    row = first(text)

    def cost(many: int) -> tuple[int, bool]:
        for number in range(many):
            handed_by_link(
                cast, text, is_public=True, email=f"a{many}-{number}@b.org",
                organisation=f"Ville {many}-{number}",
            )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            assert len(life_of(by_number(row.pk)))
        asked = [query["sql"] for query in queries if '"proposals_transmission"' in query["sql"]]
        return len(queries), any('"wagtailcore_revision"."content"' in sql for sql in asked)

    few = cost(1)
    assert cost(12) == few and not few[1], "no body a transmission"


def test_the_feed_says_the_same_lines_and_nothing_more(cast: Cast, client: Client) -> None:
    text = text_in(cast, "published")
    row, sent = first(text), to_partner(cast, text)
    reply_to(cast, sent, words="Mots tenus entre nous.")
    reply_to(cast, sent, words="Nous la \x0breprenons.", agreed=True)
    answer = client.get(f"/propositions/{row.pk}/flux/")
    words = answer.content.decode()
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert "Publiée pour la première fois" in words and "reprenons." in words
    assert "Mots tenus" not in words
    again = client.get(f"/propositions/{row.pk}/flux/").content.decode()
    assert again == words, "each entry keeps its name"


def test_the_feed_of_a_withdrawn_one_leads_to_the_reason(cast: Cast, client: Client) -> None:
    row = text_in(cast, "withdrawn").proposals.all()[0]
    answer = client.get(f"/propositions/{row.pk}/flux/", follow=True)
    assert answer.status_code == 410
    assert client.get("/propositions/999999/flux/").status_code == 404


def test_it_is_told_in_english(cast: Cast, client: Client) -> None:
    row = first(text_in(cast, "published"))
    with translation.override("en"):
        page = seen(client, row, "/en")
    assert page.status == 200
