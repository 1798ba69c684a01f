"""What is found among published things, kind by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.search.backends import get_search_backend

from contributions.models import ContributionPage
from groups.models import WorkingGroupPage
from kit.normalise import fold, fold_query
from people.models import Centre
from people.selectors import directory
from proposals.models import Proposal
from proposals.selectors import with_their_texts

#: Results of each kind on the page that shows every kind.
SHOWN = 10


@dataclass(frozen=True)
class Section:
    """A kind of thing: how it is named, how it is shown, and how it is searched."""

    key: str
    title: str | Promise
    template: str
    find: Callable[[str], Any]


@dataclass(frozen=True)
class Found:
    """What a section found: all of it can be sliced, and is counted once."""

    section: Section
    results: Any
    count: int

    @property
    def first(self) -> list[Any]:
        return list(self.results[:SHOWN])

    @property
    def has_more(self) -> bool:
        return self.count > SHOWN


class Results:
    """The backend's results in the shape that a paginator asks, counted once."""

    def __init__(self, results: Any, count: int) -> None:
        self._results = results
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, places: slice) -> list[Any]:
        return list(self._results[places])


def _texts(query: str) -> Any:
    published = ContributionPage.objects.published().values("pk")
    return (
        ContributionPage.objects.live()
        .filter(pk__in=published)
        .defer_streamfields()
        .select_related("record__lead_group")
        .search(query)
    )


def _proposals(query: str) -> Any:
    rows = with_their_texts(Proposal.objects.filter(pk__in=Proposal.objects.public().values("pk")))
    return get_search_backend().search(query, rows)


def _groups(query: str) -> Any:
    return WorkingGroupPage.objects.live().select_related("record").search(query)


def _centres(query: str) -> list[Centre]:
    """Centres are few: their words are compared here, folded as the others are."""
    words = fold_query(query).split()
    return [centre for centre in directory() if words and _says(centre, words)]


def _says(centre: Centre, words: list[str]) -> bool:
    said = [
        centre.name, centre.long_name, centre.perimeter, centre.city, centre.branch,
        *centre.former_names, *centre.departments,
    ]  # fmt: skip
    known = set(fold(" ".join(str(part) for part in said)).split())
    return known.issuperset(words)


SECTIONS = (
    Section("contributions", _("Contributions"), "search/found/contribution.html", _texts),
    Section("propositions", _("Propositions"), "search/found/proposal.html", _proposals),
    Section("groupes", _("Groupes"), "search/found/group.html", _groups),
    Section("centres", _("Centres"), "search/found/centre.html", _centres),
)


def section_named(key: str) -> Section | None:
    return next((section for section in SECTIONS if section.key == key), None)


def find(query: str, section: Section | None = None) -> Iterator[Found]:
    """What each section, or one, finds among published things. `query` holds a word."""
    for each in [section] if section else SECTIONS:
        results = each.find(query)
        count = len(results) if isinstance(results, list) else results.count()
        yield Found(each, Results(results, count), count)
