"""The proposals of a frozen version, as one answers them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Revision

from contributions.frozen import version_as_read
from contributions.masks.words import Cover, covered
from contributions.models import ContributionPage, Version

from .models import Proposal


@dataclass(frozen=True)
class Answerable:
    """A proposal by its block, its title and, once published, its number and rank."""

    key: str
    title: str
    proposal: Proposal | None = None

    @property
    def name(self) -> str:
        if self.proposal is None:
            return self.title
        return _("Proposition %(rank)s (n° %(number)s) — %(title)s") % {
            "rank": self.proposal.rank, "number": self.proposal.number, "title": self.title,
        }  # fmt: skip


def proposal_blocks_of(version: Version) -> list[Any]:
    """Its blocks that are proposals, in their order."""
    return _proposals_in(version_as_read(version))


def bodies_of(revisions: Collection[int]) -> dict[int, str]:
    """What each revision holds as its body, as it is stored: JSON. One query, each read once."""
    rows = Revision.objects.filter(pk__in=revisions).values_list("pk", "content__body")
    return {key: body if isinstance(body, str) else json.dumps(body or []) for key, body in rows}


def answerable_in(pages: Iterable[ContributionPage], rows: Iterable[Proposal]) -> list[Answerable]:
    """The proposals of one or several versions of a text, each once, as the first page that
    has it says it; `rows` are those of the text that have a number."""
    numbered = {str(row.block_id): row for row in rows}
    found: dict[str, Answerable] = {}
    for page in pages:
        for block in _proposals_in(page):
            key = str(block.id)
            title = str(block.value.get("title") or "")
            found.setdefault(key, Answerable(key, title, numbered.get(key)))
    return list(found.values())


def _proposals_in(page: ContributionPage) -> list[Any]:
    return [block for block in page.body if block.block_type == "proposal"]


def proposals_in_body(body: str, covers: Sequence[Cover]) -> list[tuple[str, str]]:
    """The id and the title of each proposal in a body as it is stored, with what is hidden of
    its text hidden."""
    blocks = [block for block in json.loads(body or "[]") if block["type"] == "proposal"]
    return [
        (str(block["id"]), covered(str(block["value"].get("title") or ""), covers))
        for block in blocks
    ]
