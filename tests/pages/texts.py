"""Texts for the tests of pages: every kind of block, many texts, published."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from wagtail.images.tests.utils import get_test_image_file

from contributions.actions.close_review import close_review
from contributions.actions.create import create_contribution
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.publish import publish
from contributions.actions.validate import validate
from contributions.actions.write import write
from contributions.models import ContributionPage
from media.models import SiteDocument, SiteImage
from tests.cast import Cast, complete_body, draft, fresh

Block = tuple[str, dict[str, Any]]


def bring_out(page: ContributionPage, cast: Cast) -> ContributionPage:
    """Lead a complete draft of `santé` to its publication."""
    open_review(page, by=cast.coordinator)
    close_review(page, by=cast.coordinator)
    validate(page, by=cast.moderator)
    publish(page, by=cast.moderator)
    return fresh(page)


def published(
    cast: Cast, title: str = "Rapprocher la santé", *, body: Any = None, **words: Any
) -> ContributionPage:
    page = draft(cast, title)
    if body is not None:
        words["body"] = body
    if words:
        write(page, by=cast.member, **words)
    return bring_out(page, cast)


def published_again(page: ContributionPage, cast: Cast, **words: Any) -> ContributionPage:
    """The next edition of a published text, with some fields changed."""
    open_edition(page, by=cast.coordinator)
    write(fresh(page), by=cast.member, **words)
    return bring_out(page, cast)


def reordered(page: ContributionPage, *order: int) -> Any:
    """The text's blocks in another order, or fewer of them, their ids kept."""
    blocks = list(page.body.raw_data)
    return ContributionPage._meta.get_field("body").to_python([blocks[at] for at in order])


def image(cast: Cast, name: str = "Plan") -> SiteImage:
    """An image of `santé`'s collection."""
    return SiteImage.objects.create(
        title=name,
        file=get_test_image_file(f"{name}.png"),
        collection=cast.health.record.collection,
    )


def document(cast: Cast, name: str = "Annexe") -> SiteDocument:
    """A document of `santé`'s collection."""
    return SiteDocument.objects.create(
        title=name,
        file=ContentFile(b"des mots", name=f"{name}.pdf"),
        collection=cast.health.record.collection,
    )


def stored(blocks: list[Block]) -> Any:
    """Blocks as a text holds them, from the shape in which they are stored."""
    raw = [{"type": kind, "value": value, "id": str(uuid4())} for kind, value in blocks]
    return ContributionPage._meta.get_field("body").to_python(raw)


def every_block(cast: Cast, link: str = "") -> Any:
    """One of each type; `link` is put in the rich text."""
    table = {
        "columns": [{"type": "text", "heading": "Ville"}, {"type": "text", "heading": "Postes"}],
        "rows": [{"values": ["Lyon", "3"]}],
        "caption": "",
    }  # fmt: skip
    blocks: list[Block] = [
        *complete_body(),
        ("text", {"text": f"<p>Un lien {link}</p>"}),
        ("attention", {"title": "Le calendrier", "text": "<p>Deux mois pleins.</p>"}),
        ("quote", {"quote": "On a tenu grâce aux voisins.", "attribution": "une médiatrice"}),
        (
            "figure",
            {"value": "3123", "unit": "demi-journées", "label": "organisées", "year": "2021",
             "source": "bilan du réseau"},
        ),
        ("table", {"caption": "Postes par ville", "table": table}),
        ("image", {"image": image(cast).pk, "alt_text": "Un plan du quartier", "caption": "Le plan"}),
        ("document", {"document": document(cast).pk, "description": "Le détail"}),
        (
            "video",
            {"title": "Le replay", "address": "https://videos.example.org/v/1", "duration": "12 min"},
        ),
    ]  # fmt: skip
    return stored(blocks)


def many(cast: Cast, count: int) -> list[ContributionPage]:
    """`count` published texts of `santé`."""
    return [published(cast, f"Texte {number:02}") for number in range(1, count + 1)]


def other_groups_text(cast: Cast, title: str = "Se déplacer") -> ContributionPage:
    """A published text of `mobilités`."""
    page = create_contribution(cast.mobility, title, by=cast.other_member)
    write(page, by=cast.other_member, summary="s", approach="m", body=complete_body())
    open_review(page, by=cast.other_coordinator)
    close_review(page, by=cast.other_coordinator)
    validate(page, by=cast.moderator)
    publish(page, by=cast.moderator)
    return fresh(page)
