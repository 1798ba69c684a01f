"""A part of a text follows the masks of the whole: pure functions, and the masks of a text.

A mask may begin before the words that somebody chose, and end among them: what is hidden
is sought in all that stands around them, and the part then takes the whole mark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contributions.masks.words import Cover, covered, places
from contributions.models import ContributionRecord, Mask
from discussion.anchors.placing import AROUND


@dataclass(frozen=True)
class Part:
    """The words at `start:end` of a text."""

    text: str
    start: int
    end: int

    @classmethod
    def between(cls, before: str, words: str, after: str) -> Part:
        return cls(before + words + after, len(before), len(before) + len(words))

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]

    @property
    def before(self) -> str:
        return self.text[: self.start]

    @property
    def after(self) -> str:
        return self.text[self.end :]

    def covered(self, covers: Sequence[Cover]) -> Part:
        """The same part of the covered text, grown to the marks that it touches."""
        part = self
        for cover in covers:
            if cover.sought and not cover.model:
                part = part._under(cover)
        return part

    def _under(self, cover: Cover) -> Part:
        # From the last one: what stands before keeps its positions.
        text, start, end = self.text, self.start, self.end
        for first, last in reversed(list(places(text, cover.sought))):
            put, grown = cover.put, len(cover.put) - (last - first)
            if start < end and start < last and first < end:
                start, end = min(start, first), max(end, last) + grown
            elif last <= start:
                start, end = start + grown, end + grown
            elif first < start < last:
                start = end = first
            text = text[:first] + put + text[last:]
        return Part(text, start, end)


def covers_of(record: ContributionRecord) -> list[Cover]:
    """What to hide of a text from now on; nothing once its page is gone."""
    return Mask.objects.covers_of(record.page_id) if record.page_id else []


def covered_in(record: ContributionRecord, words: str) -> str:
    """Words that somebody writes beside a text, with what is masked of it hidden in them."""
    return Mask.objects.cover(record.page_id, words) if record.page_id else words


def covered_passage(
    record: ContributionRecord, words: str, before: str, after: str
) -> tuple[str, str, str]:
    """The same for words of the text, or to be put into it, and those on both sides."""
    part = Part.between(before, words, after).covered(covers_of(record))
    return part.words, part.before, part.after


def covered_anchor(anchor: Mapping[str, Any], covers: Sequence[Cover]) -> dict[str, Any]:
    """What is kept of a passage, by the names of `Remark`, with everything hidden in it that
    `covers` hide; as it is where they hide nothing."""
    said, quote, start = anchor["said"], anchor["quote"], anchor["start"]
    if quote and said.startswith(quote, start):
        whole = Part(said, start, start + len(quote))
        part = whole.covered(covers)
        if part == whole:
            return {name: anchor[name] for name in ("said", "quote", "start", "prefix", "suffix")}
    else:
        said = covered(said, covers)
        part = Part.between(anchor["prefix"], quote, anchor["suffix"]).covered(covers)
        if any(cover.words and not cover.lifts for cover in covers):
            # A passage may be cut where what was kept begins or ends: none of it stays.
            part = Part(part.words, 0, len(part.words))
        return _kept(part, said, start)
    return _kept(part, part.text, part.start)


def _kept(part: Part, said: str, start: int) -> dict[str, Any]:
    around = {"prefix": part.before[-AROUND:], "suffix": part.after[:AROUND]}
    return {"said": said, "quote": part.words, "start": start, **around}
