"""What upper rooms show beside a draft that somebody reads, under a text that the public
reads, and among what may be done with a text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from kit.access import AnyUser, Registry

if TYPE_CHECKING:
    from .models import ContributionPage, Version

#: Each gives names and values to the template of a draft, for who reads it.
beside_draft: Registry[Callable[[AnyUser, ContributionPage], dict[str, Any]]] = Registry()

#: The same for one frozen version, of whoever may read it.
beside_version: Registry[Callable[[AnyUser, ContributionPage, Version], dict[str, Any]]] = (
    Registry()
)


def shown_beside(user: AnyUser, page: ContributionPage) -> dict[str, Any]:
    """All of it, for one reader of one draft."""
    found: dict[str, Any] = {}
    for beside in beside_draft:
        found |= beside(user, page)
    return found


@dataclass(frozen=True)
class Beneath:
    """A part of the page of a published text: its template, and what it knows as `extra`."""

    template: str
    extra: Any


#: Relations of the record that upper rooms read with it, in its own query, for the page of
#: a text that the public reads.
read_with_record: Registry[str] = Registry()

#: Each gives at most one part; the public's pages are fast, so saying no asks no query.
beneath_published: Registry[Callable[[HttpRequest, ContributionPage], Beneath | None]] = Registry()


#: The same under one version, given as the text that it holds too.
beneath_version: Registry[
    Callable[[HttpRequest, ContributionPage, Version, ContributionPage], Beneath | None]
] = Registry()


def shown_beneath_version(
    request: HttpRequest, page: ContributionPage, version: Version, text: ContributionPage
) -> list[Beneath]:
    """The parts under a version, for whoever may read it."""
    found = (beneath(request, page, version, text) for beneath in beneath_version)
    return [part for part in found if part is not None]


def shown_beneath(request: HttpRequest, page: ContributionPage) -> list[Beneath]:
    """The parts under a text that the public reads; none in a preview."""
    if getattr(request, "is_preview", False):
        return []
    found = (beneath(request, page) for beneath in beneath_published)
    return [part for part in found if part is not None]


@dataclass(frozen=True)
class WorkLink:
    """A page of an upper room about a text, in the words of who may open it."""

    url: str
    words: str


#: Each gives the links that one person finds on the page of a text's work.
beside_work: Registry[Callable[[AnyUser, ContributionPage], list[WorkLink]]] = Registry()


def links_beside(user: AnyUser, page: ContributionPage) -> list[WorkLink]:
    return [link for beside in beside_work for link in beside(user, page)]


def shown_beside_version(user: AnyUser, page: ContributionPage, version: Version) -> dict[str, Any]:
    """All of it, for one reader of one version; nothing for a visitor."""
    found: dict[str, Any] = {}
    for beside in beside_version if user.is_authenticated else ():
        found |= beside(user, page, version)
    return found
