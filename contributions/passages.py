"""Where a passage stands in a text, in the words that somebody may read of it.

Nobody learns from here what a text says that they do not read: a count of hits would be
an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kit.access import AnyUser, Registry

from .enums import Verb
from .masks.contents import covered_content, passages_of
from .masks.words import count
from .models.masks import Mask
from .rules import can, readable_versions

if TYPE_CHECKING:
    from wagtail.models import Revision

    from .models import ContributionPage, Version


@dataclass(frozen=True)
class Places:
    """How often a passage stands in the text in progress, in what the public reads, in each
    version, and in what others wrote beside it; None where this person does not read."""

    draft: int | None
    public: int | None
    versions: list[tuple[Version, int]]
    beside: int = 0

    @property
    def somewhere(self) -> bool:
        in_versions = any(times for _version, times in self.versions)
        return bool(self.draft or self.public or in_versions or self.beside)


#: What rooms above keep of words that others wrote beside a text, which its masks hide too:
#: as many of these as `user` reads.
words_beside: Registry[Callable[[ContributionPage, AnyUser], Iterable[str]]] = Registry()


def places_of(page: ContributionPage, words: str, user: AnyUser) -> Places:
    """Where `words` stand as they can be read today, what is masked already left out."""
    covers = Mask.objects.covers_of(page.pk)

    def times(revision: Revision | None) -> int:
        content = covered_content(revision.content, covers) if revision else {}
        return sum(count(text, words) for text in passages_of(content))

    beside = (text for said in words_beside for text in said(page, user))
    reads_draft = can(Verb.READ_DRAFT, user, page)
    reads_public = can(Verb.READ_PUBLISHED, user, page)
    return Places(
        times(page.latest_revision) if reads_draft else None,
        times(page.live_revision) if reads_public else None,
        [(version, times(version.revision)) for version in readable_versions(user, page)],
        sum(count(text, words) for text in beside),
    )
