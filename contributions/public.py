"""What readers of a text are shown: its parts in order, its proposals, its standing.

Read by the page itself, so this module asks models of the lower rooms and of the record
alone, never the page's own module.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from wagtail.rich_text import RichText

from groups.models import Theme, WorkingGroupPage
from kit.access import Registry
from kit.expansion import expand_together

from .beside import read_with_record
from .enums import Horizon, PublicState
from .lifecycle import public_state
from .models.record import ContributionRecord
from .models.versions import Version
from .words import anchor_of, count_words, title_of

if TYPE_CHECKING:
    from .models import ContributionPage

#: Ends each name where several come from the database in one; no name holds it.
NAME_END = "\x1f"

#: How many words one reads in a minute, at ease, on a screen.
WORDS_A_MINUTE = 200


#: Each adds to the query of the published proposals of a text what it knows of them.
proposals_read: Registry[Callable[[QuerySet[Any]], QuerySet[Any]]] = Registry()


@dataclass(frozen=True)
class Part:
    """A block of the text in its place: `level` is that of its heading in the page.

    `proposal` is the published row of a proposal block, None before publication.
    """

    block: Any
    level: int
    proposal: Any = None

    @property
    def anchor(self) -> str:
        return anchor_of(self.block)

    @property
    def kind(self) -> str:
        return str(self.block.block_type)

    @property
    def title(self) -> str:
        return title_of(self.block)

    @property
    def horizon(self) -> str:
        """The horizon of a proposal in words, empty when it has none."""
        value = self.block.value.get("horizon") if self.kind == "proposal" else ""
        return str(Horizon(value).label) if value in Horizon.values else ""


@dataclass
class Entry:
    """A line of the table of contents, with the lines below it."""

    part: Part
    children: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """A text ready to be read, in about `minutes`."""

    parts: list[Part]
    minutes: int = 1

    @property
    def proposals(self) -> list[Part]:
        return [part for part in self.parts if part.kind == "proposal"]

    @property
    def contents(self) -> list[Entry]:
        """Parts that have a title: the first level, and below it all the others."""
        entries: list[Entry] = []
        for part in self.parts:
            if not part.title:
                continue
            if part.level == 2 or not entries:
                entries.append(Entry(part))
            else:
                entries[-1].children.append(Entry(part))
        return entries


def reading_of(
    page: ContributionPage, proposals_by_block: Mapping[str, Any] | None = None
) -> Reading:
    """The parts of `page`, draft or published, with headings that skip no level.

    Costs one query a kind of thing that the text shows (images, files, links), however
    many of them there are.
    """
    blocks = list(page.body)
    _expand(blocks)
    _prefetch_renditions(blocks)
    known = proposals_by_block or {}
    parts: list[Part] = []
    under = 1
    for block in blocks:
        if block.block_type == "heading":
            under = 3 if block.value.get("level") == "h3" and under > 1 else 2
            parts.append(Part(block, under))
        else:
            parts.append(Part(block, under + 1, known.get(str(block.id))))
    return Reading(parts, max(1, round(count_words(page) / WORDS_A_MINUTE)))


def _expand(blocks: Sequence[Any]) -> None:
    """Look up the links of every rich text of the text at once."""
    places = [
        (block.value, name)
        for block in blocks
        for name, value in block.value.items()
        if isinstance(value, RichText)
    ]
    expanded = expand_together([value[name] for value, name in places])
    for (value, name), text in zip(places, expanded, strict=True):
        value[name] = text


def _prefetch_renditions(blocks: Sequence[Any]) -> None:
    images = [
        block.value["image"]
        for block in blocks
        if block.block_type == "image" and block.value.get("image")
    ]
    if images:
        prefetch_related_objects(images, "renditions")


# -- The published text ------------------------------------------------------------------


def record_of(page: ContributionPage) -> ContributionRecord | None:
    """The record of `page` with all that a reader is told of it, in one query.

    None for a page that was never saved (a preview of a new one).
    """
    if "record" not in page._state.fields_cache and page.pk:
        page.record = ContributionRecord.objects.select_related(
            "lead_group", "call", "current_version", "replaced_by__page", *read_with_record
        ).get(page_id=page.pk)
    record: ContributionRecord | None = getattr(page, "record", None)
    return record


def is_withdrawn(page: ContributionPage) -> bool:
    """Whether the public is answered 410 for this text."""
    record = record_of(page)
    return record is not None and record.withdrawn_at is not None


def reading_context(page: ContributionPage) -> dict[str, Any]:
    """What the page of a text needs, published, withdrawn or in preview."""
    record = record_of(page)
    if record is None:
        return {"record": None, "proposals_by_block": {}}
    state = public_state(page, record)
    if state is PublicState.WITHDRAWN:
        return {"record": record, "withdrawn_title": _published_title(record)}
    return {
        "record": record,
        "public_state": state,
        "groups": groups_of(record),
        "proposals_by_block": proposals_by_block(page),
        "published_versions": published_versions(record),
        "theme_names": theme_names(page),
    }


def proposals_by_block(page: ContributionPage) -> dict[str, Any]:
    """The published proposals of a text by the id of their block, with what upper rooms know
    of them; one query."""
    rows = page.proposals.all()
    for read in proposals_read:
        rows = read(rows)
    return {str(row.block_id): row for row in rows}


def groups_of(record: ContributionRecord) -> list[WorkingGroupPage]:
    """Who signs: the lead group, then the associated ones."""
    return [record.lead_group, *record.associated_groups.order_by("title")]


def _published_title(record: ContributionRecord) -> str:
    """The title that the public knew; a draft of a withdrawn text may have another."""
    return record.current_version.title if record.current_version else str(record)


def published_versions(record: ContributionRecord) -> list[Version]:
    """The versions that the public was given, the latest first."""
    current = record.current_version
    if current is None or current.number == 1:
        return [current] if current else []
    return list(record.versions.filter(published_at__isnull=False).order_by("-number"))


def theme_names(page: ContributionPage) -> list[str]:
    """What a text is about; no query for one that came `with_theme_names()`."""
    if not hasattr(page, "annotated_theme_names"):
        return sorted(theme.name for theme in page.themes.all())
    return sorted(filter(None, (page.annotated_theme_names or "").split(NAME_END)))


def listed(
    pages: QuerySet[ContributionPage],
    *,
    group: WorkingGroupPage | None = None,
    theme: Theme | None = None,
) -> QuerySet[ContributionPage]:
    """`pages` as a public list shows them: the latest published first, without their
    bodies."""
    if group is not None:
        pages = pages.of_groups([group.pk])  # type: ignore[attr-defined]
    if theme is not None:
        pages = pages.filter(themes=theme)
    return (
        pages.defer_streamfields()  # type: ignore[attr-defined]
        .select_related("record__lead_group", "record__call")
        .prefetch_related(
            Prefetch("record__associated_groups", WorkingGroupPage.objects.order_by("title"))
        )
        .order_by("-record__published_at", "-pk")
    )
