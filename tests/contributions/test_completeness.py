"""A draft saves incomplete; what may be submitted names each missing part."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image

from contributions.actions.write import write
from contributions.blocks import BODY_BLOCKS
from contributions.completeness import Incomplete, missing_parts, require_complete
from contributions.models import ContributionPage
from media.models import SiteDocument, SiteImage
from tests.cast import Cast, complete_body, draft, fresh

pytestmark = pytest.mark.django_db

#: Type of block → what it lacks when it was added and left empty.
EMPTY: dict[str, list[str]] = {
    "heading": ["Titre 1 : le titre"],
    "text": ["Texte 1 : le texte"],
    "finding": ["Constat 2 : le titre", "Constat 2 : le texte"],
    "proposal": [
        "Proposition 3 : le titre", "Proposition 3 : le texte",
        "Proposition 3 : au moins un acteur pilote",
    ],
    "attention": ["Point d'attention 1 : le titre", "Point d'attention 1 : le texte"],
    "quote": ["Citation 1 : la citation"],
    "figure": [
        "Chiffre 1 : la valeur", "Chiffre 1 : l'unité", "Chiffre 1 : ce que compte le chiffre",
        "Chiffre 1 : l'année", "Chiffre 1 : la source",
    ],
    "table": ["Tableau 1 : la légende", "Tableau 1 : les cellules"],
    "image": ["Image 1 : l'image", "Image 1 : le texte de remplacement"],
    "document": ["Document 1 : le fichier"],
    "video": ["Vidéo 1 : le titre", "Vidéo 1 : l'adresse"],
}  # fmt: skip


def latest(text: ContributionPage) -> ContributionPage:
    return fresh(text).get_latest_revision_as_object()


def lacking(cast: Cast, *blocks: tuple[str, Any], **words: Any) -> list[str]:
    """What a complete draft lacks once these blocks are added and these words changed."""
    text = draft(cast)
    body = [block for block in complete_body() if block[0] != "heading"]
    write(text, by=cast.member, body=[*body, *blocks], **words)
    return [part.what for part in missing_parts(latest(text))]


def table(*rows: list[str]) -> dict[str, Any]:
    return {
        "columns": [{"type": "text", "heading": ""}],
        "rows": [{"values": list(row)} for row in rows],
    }


def image(cast: Cast) -> SiteImage:
    data = BytesIO()
    Image.new("RGB", (2, 2)).save(data, "PNG")
    return SiteImage.objects.create(
        title="Plan",
        file=ImageFile(data, name="plan.png"),
        collection=cast.health.record.collection,
    )


def document(cast: Cast) -> SiteDocument:
    return SiteDocument.objects.create(
        title="D",
        file=ContentFile(b"x", name="d.txt"),
        collection=cast.health.record.collection,
    )


def test_a_complete_text_lacks_nothing(cast: Cast) -> None:
    text = latest(draft(cast))
    assert missing_parts(text) == []
    require_complete(text)


def test_every_type_of_block_is_looked_at() -> None:
    assert set(EMPTY) == {name for name, _block in BODY_BLOCKS}


@pytest.mark.parametrize("kind", EMPTY)
def test_an_empty_block_names_each_part_that_it_lacks(cast: Cast, kind: str) -> None:
    assert lacking(cast, (kind, {})) == EMPTY[kind]


@pytest.mark.parametrize("rich", ["<p></p>", "<p> </p>", "<p>&nbsp;</p>", "<ul><li></li></ul>"])
def test_markup_without_a_word_is_empty(cast: Cast, rich: str) -> None:
    assert lacking(cast, ("text", {"text": rich})) == ["Texte 1 : le texte"]


def test_blank_actors_are_no_actors(cast: Cast) -> None:
    block = {"title": "T", "text": "<p>t</p>", "lead_actors": [" ", ""]}
    assert lacking(cast, ("proposal", block)) == ["Proposition 3 : au moins un acteur pilote"]


def test_a_figure_used_as_proof_says_where_it_comes_from(cast: Cast) -> None:
    block = {"title": "T", "text": "<p>t</p>", "source_kind": "figure"}
    assert lacking(cast, ("finding", block)) == ["Constat 2 : la référence du chiffre"]
    assert lacking(cast, ("finding", block | {"source": "INSEE, 2020"})) == []
    assert lacking(cast, ("finding", block | {"source_kind": "field"})) == []


def test_an_image_says_what_it_shows_or_that_it_shows_nothing(cast: Cast) -> None:
    block = {"image": image(cast)}
    assert lacking(cast, ("image", block)) == ["Image 1 : le texte de remplacement"]
    assert lacking(cast, ("image", block | {"alt_text": "Un plan"})) == []
    assert lacking(cast, ("image", block | {"decorative": True})) == []


def test_a_document_is_there_or_named_missing(cast: Cast) -> None:
    file = document(cast)
    text = draft(cast)
    write(text, by=cast.member, body=[*complete_body(), ("document", {"document": file})])
    assert missing_parts(latest(text)) == []
    file.delete()
    assert [part.what for part in missing_parts(latest(text))] == ["Document 1 : le fichier"]


def test_a_table_has_a_word_in_a_cell(cast: Cast) -> None:
    block = {"caption": "Les centres", "table": table([""], [" "])}
    assert lacking(cast, ("table", block)) == ["Tableau 1 : les cellules"]


@pytest.mark.parametrize(
    ("field", "what"),
    [("summary", "le chapô"), ("approach", "la méthode"), ("title", "le titre du texte")],
)
def test_the_pages_own_fields_are_named(cast: Cast, field: str, what: str) -> None:
    text = latest(draft(cast))
    setattr(text, field, "  ")
    assert [part.what for part in missing_parts(text)] == [what]


def test_a_contribution_finds_something_and_asks_something(cast: Cast) -> None:
    text = draft(cast)
    write(text, by=cast.member, body=[("text", {"text": "<p>Rien.</p>"})])
    assert [part.what for part in missing_parts(latest(text))] == [
        "au moins un constat", "au moins une proposition ou un point d'attention",
    ]  # fmt: skip


def test_each_part_leads_to_its_block(cast: Cast) -> None:
    text = draft(cast)
    write(text, by=cast.member, body=[*complete_body(), ("quote", {})])
    page = latest(text)
    quote = next(block for block in page.body if block.block_type == "quote")
    assert [part.anchor for part in missing_parts(page)] == [f"bloc-{quote.id}"]


def test_two_proposals_do_not_share_an_identity(cast: Cast) -> None:
    """An import may hold one block twice: the second would take the first one's address."""
    text = draft(cast)
    page = latest(text)
    data = list(page.body.raw_data)
    twin = next(dict(block) for block in data if block["type"] == "proposal")
    page.body = type(page.body)(page.body.stream_block, [*data, twin], is_lazy=True)
    page.save_revision(user=cast.member, clean=False)
    parts = [part.what for part in missing_parts(latest(text))]
    assert len(parts) == 1 and parts[0].startswith("Proposition 3")


def test_the_refusal_says_it_all_in_one_sentence(cast: Cast) -> None:
    text = latest(draft(cast))
    text.summary = text.approach = ""
    with pytest.raises(Incomplete) as lack:
        require_complete(text)
    assert str(lack.value) == "Il manque encore : le chapô ; la méthode."
    assert len(lack.value.missing) == 2
