"""The page of a published text."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.timezone import localtime

from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.write import write
from contributions.models import ContributionPage, ContributionRecord
from groups.models import Theme
from kit.formats import day_words
from people.models import User
from tests.cast import Cast, complete_body, fresh, text_in

from .conftest import Seen
from .texts import every_block, published, published_again, reordered


def page_of(client: Client, page: ContributionPage) -> Seen:
    return Seen(client.get(page.url))


def test_a_visitor_reads_who_signs_when_and_where(cast: Cast, visitor: Client) -> None:
    page = published(cast, addressees="Le ministère\nLes préfectures")
    seen = page_of(visitor, page)
    record = page.record
    assert seen.status == 200
    assert "Santé" in seen.words
    assert "Le ministère, Les préfectures" in seen.words
    assert "Licence Ouverte 2.0" in seen.words
    assert f"http://testserver/contributions/{record.pk}/" in seen.words
    assert record.current_version.get_absolute_url() in seen.links


def test_no_person_is_named(cast: Cast, visitor: Client) -> None:
    seen = page_of(visitor, published(cast))
    for person in cast.people().values():
        assert person.display_name not in seen.words
        assert person.email not in seen.html


def test_each_block_has_its_anchor_and_the_contents_lead_to_it(cast: Cast, visitor: Client) -> None:
    page = published(cast)
    seen = page_of(visitor, page)
    anchors = {f"bloc-{block.id}" for block in page.body}
    assert anchors <= set(seen.ids)
    inner = {link[1:] for link in seen.links if link.startswith("#")}
    assert inner <= set(seen.ids)
    assert anchors <= inner


def test_proposals_bear_their_rank_and_lead_to_their_own_page(cast: Cast, visitor: Client) -> None:
    page = published(cast)
    seen = page_of(visitor, page)
    for row in page.proposals.all():
        assert f"Proposition {row.rank} : {row.title}" in seen.words
        assert row.get_absolute_url() in seen.links
        assert row.anchor in seen.ids


def test_ranks_survive_reordering_and_the_table_follows_the_text(
    cast: Cast, visitor: Client
) -> None:
    page = published(cast)
    page = published_again(page, cast, body=reordered(page, 0, 1, 3, 2))
    seen = page_of(visitor, page)
    first, second = page.proposals.order_by("position")
    assert (first.rank, second.rank) == (2, 1)
    synthesis = seen.words.partition("Les propositions de ce texte")[2]
    assert synthesis.index(first.title) < synthesis.index(second.title)


def test_the_synthesis_table_is_generated(cast: Cast, visitor: Client) -> None:
    seen = page_of(visitor, published(cast))
    synthesis = seen.words.partition("Les propositions de ce texte")[2]
    for words in (
        "Court terme", "Habitants des QPV", "Agence régionale de santé", "Contrat local de santé",
        "Moyen terme", "Préfecture",
    ):  # fmt: skip
        assert words in synthesis
    assert len(seen.all("caption")) == 1


def test_a_text_without_proposals_has_no_table(cast: Cast, visitor: Client) -> None:
    body = [
        *complete_body()[:2],
        ("attention", {"title": "Le calendrier", "text": "<p>Deux mois.</p>"}),
    ]
    seen = page_of(visitor, published(cast, body=body))
    assert "Synthèse" not in seen.words
    assert "Point d'attention : Le calendrier" in seen.words


def test_every_block_is_shown(cast: Cast, visitor: Client) -> None:
    seen = page_of(visitor, published(cast, body=every_block(cast)))
    shown = seen.words + " ".join(attrs.get("alt") or "" for attrs in seen.all("img"))
    for words in (
        "Un plan du quartier", "Le plan", "Annexe", "PDF", "Le détail", "Le replay",
        "videos.example.org", "3 123 demi-journées", "bilan du réseau", "Postes par ville", "Lyon",
        "une médiatrice", "On a tenu grâce aux voisins.",
    ):  # fmt: skip
        assert words in shown


def test_a_video_fetches_nothing_before_the_click(cast: Cast, visitor: Client) -> None:
    seen = page_of(visitor, published(cast, body=every_block(cast)))
    fetched = [
        attrs.get("src") or attrs.get("srcset") or ""
        for tag in ("img", "iframe", "script", "source", "video", "embed", "object")
        for attrs in seen.all(tag)
    ]
    assert fetched and all(address.startswith("/") for address in fetched)
    assert seen.all("iframe") == []


def test_an_address_that_runs_a_script_is_no_link(cast: Cast, visitor: Client) -> None:
    body = [
        *complete_body(),
        ("video", {"title": "Piège", "address": "javascript://example.org/%0aalert(1)"}),
    ]
    assert "javascript:" not in page_of(visitor, published(cast, body=body)).html


def test_markup_typed_in_a_plain_field_is_shown_as_words(cast: Cast, visitor: Client) -> None:
    body = [*complete_body(), ("quote", {"quote": "<script>alert(1)</script>"})]
    seen = page_of(visitor, published(cast, body=body))
    assert "<script>alert(1)" not in seen.html
    assert "<script>alert(1)</script>" in seen.words.replace("&lt;", "<")


def test_headings_skip_no_level(cast: Cast, visitor: Client) -> None:
    body = [
        complete_body()[1],
        ("heading", {"level": "h3", "text": "Un intertitre sans partie"}),
        *complete_body(),
        ("heading", {"level": "h3", "text": "Un intertitre"}),
        complete_body()[2],
    ]
    levels = page_of(visitor, published(cast, body=body)).heading_levels
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_a_replaced_text_leads_to_its_successor(cast: Cast, visitor: Client) -> None:
    page = text_in(cast, "replaced")
    seen = page_of(visitor, page)
    assert seen.status == 200
    assert "Ce texte a été remplacé." in seen.words
    assert page.record.replaced_by.page.url in seen.links


def test_a_demonstration_text_says_so(cast: Cast, visitor: Client) -> None:
    page = published(cast)
    warning = "Texte de démonstration. Il ne reproduit pas la contribution réelle du réseau."
    assert warning not in page_of(visitor, page).words
    ContributionRecord.objects.filter(page=page).update(is_demonstration=True)
    assert warning in page_of(visitor, page).words


def test_earlier_published_versions_are_linked(cast: Cast, visitor: Client) -> None:
    page = published(cast)
    first = page.record.current_version
    page = published_again(page, cast, summary="Un autre chapô.")
    seen = page_of(visitor, page)
    assert first.get_absolute_url() in seen.links
    assert page.record.current_version.get_absolute_url() in seen.links


def test_a_version_that_was_not_published_is_not_linked(cast: Cast, visitor: Client) -> None:
    page = text_in(cast, "new_edition")
    open_review(page, by=cast.coordinator)
    unpublished = fresh(page).record.reviewed_version
    assert unpublished.get_absolute_url() not in page_of(visitor, page).links


def test_a_draft_beside_the_published_text_is_not_read(cast: Cast, visitor: Client) -> None:
    page = text_in(cast, "new_edition")
    write(
        page,
        by=cast.member,
        title="Titre secret",
        summary="Chapô secret",
        body=complete_body("secret"),
    )
    assert "secret" not in page_of(visitor, fresh(page)).html.lower()


@pytest.mark.parametrize(
    "state", ["drafting", "review", "validation", "validated", "scheduled", "trashed"]
)
def test_an_unpublished_text_answers_as_a_missing_one(
    cast: Cast, visitor: Client, state: str
) -> None:
    page = text_in(cast, state, mark="motsecret")
    path = f"/groupes/{cast.health.slug}/{page.slug}/"
    response = visitor.get(path)
    missing = visitor.get(path.replace(page.slug, "rien"))
    assert response.status_code == missing.status_code == 404
    assert "motsecret" not in response.content.decode()


def test_a_withdrawn_text_answers_410_with_its_reason_and_title_alone(
    cast: Cast, visitor: Client
) -> None:
    page = text_in(cast, "withdrawn")
    seen = page_of(visitor, page)
    assert seen.status == 410
    assert page.record.current_version.title in seen.words
    assert "Une personne était reconnaissable." in seen.words
    assert "Aller vers" not in seen.words and page.summary not in seen.words


def test_the_new_draft_of_a_withdrawn_text_stays_hidden(cast: Cast, visitor: Client) -> None:
    page = text_in(cast, "withdrawn")
    address = page.url
    open_edition(page, by=cast.coordinator)
    write(fresh(page), by=cast.member, title="Titre secret", summary="Chapô secret")
    response = visitor.get(address)
    assert response.status_code == 410
    assert "secret" not in response.content.decode().lower()


def test_a_draft_is_previewed_before_its_proposals_have_numbers(
    cast: Cast, client_of: Callable[[User], Client]
) -> None:
    page = text_in(cast, "drafting")
    preview = Seen(client_of(cast.member).get(f"/admin/pages/{page.pk}/view_draft/"))
    assert preview.status == 200
    assert "Proposition : Aller vers" in preview.words


def test_the_new_draft_of_a_withdrawn_text_is_previewed_by_its_people(
    cast: Cast, client_of: Callable[[User], Client]
) -> None:
    page = text_in(cast, "withdrawn")
    open_edition(page, by=cast.coordinator)
    preview = Seen(client_of(cast.member).get(f"/admin/pages/{page.pk}/view_draft/"))
    assert preview.status == 200
    assert "Aller vers" in preview.words


def test_a_link_to_a_draft_tells_nothing_of_it(cast: Cast, visitor: Client) -> None:
    secret = text_in(cast, "drafting", "Un titre confidentiel")
    link = f'<p>Voir <a linktype="page" id="{secret.pk}">l\'autre texte</a>.</p>'
    page = published(cast, body=[*complete_body(), ("text", {"text": link})])
    seen = page_of(visitor, page)
    assert "l'autre texte" in seen.words
    assert "confidentiel" not in seen.html


def test_a_link_to_a_live_page_leads_there(cast: Cast, visitor: Client) -> None:
    link = f'<p><a linktype="page" id="{cast.mobility.pk}">le groupe</a></p>'
    page = published(cast, body=[*complete_body(), ("text", {"text": link})])
    assert cast.mobility.url in page_of(visitor, page).links


def test_ten_seconds_say_where_it_stands_about_what_and_how_long(
    cast: Cast, visitor: Client
) -> None:
    health = Theme.objects.get()
    rights = Theme.objects.create(name="Accès aux droits", slug="droits", pillar=health.pillar)
    page = published(cast, themes=[health, rights])
    seen = page_of(visitor, page)
    day = day_words(localtime(page.record.published_at))
    for words in (
        f"Publié le {day} En vigueur", "De quoi il parle Accès aux droits · Santé", "1 minute de lecture",
    ):  # fmt: skip
        assert words in seen.words
    assert "#synthese" in seen.links


def test_a_replaced_text_does_not_pass_for_the_current_one(cast: Cast, visitor: Client) -> None:
    seen = page_of(visitor, text_in(cast, "replaced"))
    assert "ce n'est plus le texte en vigueur" in seen.words
    assert "En vigueur" not in seen.words


def test_a_proposal_has_a_readable_anchor_that_follows_its_rank(
    cast: Cast, visitor: Client
) -> None:
    page = published(cast)
    page = published_again(page, cast, body=reordered(page, 0, 1, 3, 2))
    ids = page_of(visitor, page).ids
    assert ids.index("proposition-2") < ids.index("proposition-1")
    second = page.proposals.get(rank=2)
    assert ids.index(second.anchor) < ids.index("proposition-2") < ids.index("proposition-1")


def test_in_english_the_words_keep_their_language_and_the_address_its_form(
    cast: Cast, visitor: Client
) -> None:
    page = published(cast)
    assert all("lang" not in attrs for attrs in page_of(visitor, page).all("h1"))
    seen = Seen(visitor.get(f"/en{page.url}"))
    assert [attrs.get("lang") for attrs in seen.all("h1")] == ["fr"]
    assert {attrs.get("lang") for attrs in seen.all("dl")} == {"en", None}
    assert f"http://testserver/contributions/{page.record.pk}/" in seen.words


def test_it_can_be_cited_in_one_sentence(cast: Cast, visitor: Client) -> None:
    page = published(cast)
    assert (
        f"Groupe Santé, « Rapprocher la santé », contribution n° {page.record.pk}, version 1 du"
        in page_of(visitor, page).words
    )
