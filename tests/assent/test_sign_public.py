"""What the public reads of who agreed: names with their dates, reserves, disagreements."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from assent.actions.second_round import open_second_round
from assent.enums import AnswerKind
from assent.models import SigningWindow
from assent.signing.actions.cancel_signature import cancel_signature
from assent.signing.actions.sign import sign
from assent.signing.actions.withdraw_signature import withdraw_signature
from contributions.actions.mask import mask
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.withdraw import withdraw
from contributions.models import ContributionPage
from contributions.told_of_blocks import told_of
from groups.actions.memberships import join
from people.actions.close_account import close_account
from people.models import Centre
from tests.cast import Cast, fresh, person, text_in
from tests.work.helpers import Browser, text

from .rounds import block_of
from .signed import consented, of_centre, opened_ago, published, said, validated, window_of

pytestmark = pytest.mark.django_db

WORDS = "Sous réserve d'un financement durable."


def seen(path: str) -> str:
    """What a visitor reads, with plain spaces."""
    response: HttpResponse = Client().get(path)
    assert response.status_code == 200, path
    return " ".join(text(response).replace("\xa0", " ").replace("\u202f", " ").split())


def beneath(page: ContributionPage) -> str:
    """The part of the public page that tells who agreed."""
    return seen(page.url).partition('class="beneath"')[2].partition("</article>")[0]


def disagreed(cast: Cast) -> ContributionPage:
    """A validated text with which the north kept its disagreement, and which the south's
    director signed by consent."""
    south = of_centre(cast, cast.south)
    page = text_in(cast, "review")
    for _rank in (1, 2):
        said(page, cast.south, south, AnswerKind.CONSENT)
        said(
            page, cast.north, cast.director, AnswerKind.OBJECTION,
            words="Les permanences ne suffisent pas.", block_id=block_of(page),
        )  # fmt: skip
        if _rank == 1:
            open_second_round(page, by=cast.coordinator)
    return validated(cast, page)


# -- The page


def test_a_signatory_centre_stands_under_the_text_with_its_date(cast: Cast) -> None:
    page = published(cast, consented(cast))
    said_beneath = beneath(page)
    assert "Centres signataires" in said_beneath and "Centre Nord" in said_beneath
    assert "a signé le" in said_beneath
    assert "Centre Sud" not in said_beneath, "silence is never made public"
    assert cast.director.display_name not in said_beneath


def test_a_public_reserve_is_quoted(cast: Cast) -> None:
    page = published(cast, consented(cast, AnswerKind.RESERVE, words=WORDS, is_public=True))
    assert "Centre Nord" in beneath(page) and WORDS in beneath(page)


def test_a_kept_disagreement_stands_under_the_text_and_leads_to_its_block(cast: Cast) -> None:
    page = published(cast, disagreed(cast))
    said_beneath = beneath(page)
    assert "Désaccords" in said_beneath and "Les permanences ne suffisent pas." in said_beneath
    block = next(each for each in page.body if each.block_type == "proposal")
    assert f'href="#bloc-{block.id}"' in said_beneath and "Aller vers" in said_beneath
    assert "Centre Sud" in said_beneath


def test_nothing_is_told_before_the_publication(cast: Cast) -> None:
    page = disagreed(cast)
    assert page.record.signing_windows.get().lines == 2
    assert Client().get(page.get_url()).status_code == 404
    block = [each for each in page.get_latest_revision_as_object().body if each.id][2]
    assert told_of(page.record, [str(block.id)]) == {str(block.id): []}


def test_late_and_withdrawn_signatures_are_dated_lines(cast: Cast) -> None:
    page = published(cast, consented(cast))
    south = of_centre(cast, cast.south)
    opened_ago(page, 5)
    sign(page, centre=cast.south, by=south)
    withdraw_signature(page, centre=cast.north, by=cast.director, reason="Entre nous.")
    said_beneath = beneath(page)
    assert "a signé plus tard, le" in said_beneath and "a retiré sa signature le" in said_beneath
    assert "Entre nous" not in said_beneath
    cancel_signature(page, centre=cast.south, by=south)
    assert "Centre Sud" not in beneath(page), "as if it had never been"


def test_a_person_is_named_only_where_they_chose_it(cast: Cast) -> None:
    page = published(cast, validated(cast))
    sign(page, centre=cast.north, by=cast.director, shows_name=True)
    assert cast.director.display_name in beneath(page)
    close_account(cast.director, by=cast.director)
    assert "Centre Nord" in beneath(page) and cast.director.display_name not in beneath(page)
    assert "Ancien membre" not in beneath(page)


def test_a_text_carried_by_a_single_centre_says_so(cast: Cast) -> None:
    join(cast.coordinator, cast.health, by=cast.network, role="coordinator", centre=cast.north)
    page = published(cast, validated(cast))
    assert "Ce texte est porté par un seul centre." in beneath(page)
    assert "Centre Nord" not in beneath(page), "it did not sign"


def test_an_older_edition_keeps_its_own_signatures(cast: Cast) -> None:
    page = published(cast, consented(cast))
    first = page.record.current_version
    open_edition(page, by=cast.coordinator)
    open_review(page, by=cast.coordinator)
    page = published(cast, validated(cast, fresh(page)))
    assert "Centre Nord" not in beneath(page)
    assert "Centre Nord" in seen(first.get_absolute_url())
    withdraw(page, by=cast.coordinator, note="Une personne était reconnaissable.")
    withdraw(page, by=cast.moderator)
    assert Client().get(page.url).status_code == 410
    block = str(next(iter(first.revision.as_object().body)).id)
    assert told_of(fresh(page).record, [block])[block] == []


def test_a_masked_passage_is_masked_in_reserves_and_reasons(cast: Cast) -> None:
    page = consented(
        cast, AnswerKind.RESERVE, words="Des permanences mobiles ne suffisent pas.", is_public=True
    )
    opened_ago(page, 5)
    withdraw_signature(
        page, centre=cast.north, by=cast.director, reason="Des permanences mobiles, non."
    )
    sign(page, centre=cast.north, by=cast.director)
    page = published(cast, page)
    hidden = "Des permanences mobiles"
    mask(page, by=cast.moderator, words=hidden, reason="Un nom.")
    assert hidden not in beneath(fresh(page))
    assert not window_of(page).signatures.filter(reason__contains=hidden).exists()


def test_who_reads_the_answers_finds_them_under_the_frozen_version(
    cast: Cast, client_of: Browser
) -> None:
    page = consented(cast, AnswerKind.RESERVE, words=WORDS)
    address = page.record.reviewed_version.get_absolute_url()
    for who in (cast.member, cast.moderator, cast.director):
        shown = text(client_of(who).get(address))
        assert "Avis des centres sur cette version" in shown and WORDS not in shown
        assert "Accord avec réserve" in shown
    published(cast, page)
    assert "Avis des centres" not in seen(address)


# -- One proposal


def test_a_proposal_tells_who_signed_and_who_disagreed_with_it(cast: Cast) -> None:
    page = published(cast, disagreed(cast))
    opened_ago(page, 5)
    sign(page, centre=cast.north, by=cast.director)
    blocks = [str(each.id) for each in page.body if each.block_type == "proposal"]
    lines = told_of(page.record, blocks)
    first, second = ([(line.what, line.names, line.words) for line in lines[key]] for key in blocks)
    assert ("Texte signé par", ("Centre Sud",), "") in first
    assert ("Texte signé plus tard par", ("Centre Nord",), "") in first
    objection = ("Désaccord maintenu", ("Centre Nord",), "Les permanences ne suffisent pas.")
    assert objection in first and objection not in second and len(second) == 2
    with CaptureQueriesContext(connection) as queries:
        told_of(page.record, [*blocks, *blocks])
    few = len(queries)
    with CaptureQueriesContext(connection) as queries:
        told_of(page.record, blocks[:1])
    assert len(queries) == few


# -- What it costs


def cost(page: ContributionPage) -> int:
    cache.clear()
    Site.clear_site_root_paths_cache()
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(page.url).status_code == 200
    return len(queries)


def test_a_text_with_nothing_to_tell_costs_nothing_and_twenty_names_one_query(cast: Cast) -> None:
    page = published(cast, validated(cast))
    nothing = cost(page)
    SigningWindow.objects.all().delete()
    assert cost(page) == nothing, "a text from before signatures"
    page = published(cast, consented(cast))
    assert cost(page) == nothing + 1
    for number in range(20):
        centre = Centre.objects.create(name=f"Centre {number}", slug=f"c-{number}")
        join(person(f"m{number}"), cast.health, by=cast.network, centre=centre)
        sign(page, centre=centre, by=of_centre(cast, centre))
    assert beneath(page).count("<li>") == 21
    assert cost(page) == nothing + 1


def test_the_list_of_texts_asks_nothing_of_signatures(cast: Cast) -> None:
    published(cast, consented(cast))
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        Client().get("/contributions/")
    asked: list[Any] = [each["sql"] for each in queries.captured_queries]
    assert not any("assent_" in sql for sql in asked)
