"""Small real files, and the texts that use them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from unittest import mock

import PIL.Image
from django.core.files.base import ContentFile

from contributions.models import ContributionPage
from groups.models import WorkingGroupPage
from media.models import Rendition, SiteDocument, SiteImage
from people.models import User
from tests.cast import Cast, complete_body, text_in

PDF = b"%PDF-1.4\n%%EOF\n"


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 6), mode: str = "RGB") -> bytes:
    content = BytesIO()
    PIL.Image.new(mode, size).save(content, kind)
    return content.getvalue()


@dataclass
class Files:
    image: SiteImage
    rendition: Rendition
    document: SiteDocument

    def addresses(self) -> dict[str, str]:
        """Every address under which one of the files can be asked for."""
        return {
            "original": self.image.file.url,
            "rendition": self.rendition.url,
            "document": self.document.url,
            "stored document": self.document.file.url,
        }

    def blocks(self) -> list[tuple[str, dict[str, Any]]]:
        return [
            ("image", {"image": self.image, "alt_text": "Un plan du quartier"}),
            ("document", {"document": self.document, "description": "Le bilan"}),
        ]


def files_of(group: WorkingGroupPage, *, by: User, name: str) -> Files:
    place = {"collection": group.record.collection, "uploaded_by_user": by}
    image = SiteImage.objects.create(
        title=f"Plan {name}", file=ContentFile(picture(), f"{name}.png"), **place
    )
    document = SiteDocument.objects.create(
        title=f"Bilan {name}", file=ContentFile(PDF, f"{name}.pdf"), **place
    )
    return Files(image, image.get_rendition("max-4x4"), document)


@contextmanager
def every_draft_uses(files: Files) -> Iterator[None]:
    """Texts that the cast writes meanwhile also show these files."""

    def body(mark: str = "") -> list[tuple[str, dict[str, Any]]]:
        return [*complete_body(mark), *files.blocks()]

    with mock.patch("tests.cast.complete_body", body):
        yield


def text_using(cast: Cast, files: Files, state: str) -> ContributionPage:
    with every_draft_uses(files):
        return text_in(cast, state)
