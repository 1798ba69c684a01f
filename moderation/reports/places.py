"""The exact place that a report names: a page of this site that everyone reads today.

What is not public gets the same answer as what does not exist, so that nobody learns from
a report what exists.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from wagtail.models import Page, Site

from contributions.models import ContributionPage, ContributionRecord
from discussion.models import Reaction
from discussion.reactions.rules import is_open
from discussion.reactions.selectors import public_reactions
from groups.models import WorkingGroupPage
from kit.languages import in_language
from people.selectors import directory
from proposals.models import Proposal, Reply

#: Letters of an address that is worth looking at.
MOST_LETTERS = 500
_REACTION = re.compile(r"reaction-(\d{1,18})")
_REPLY = re.compile(r"reponse-(\d{1,18})")


@dataclass(frozen=True)
class Place:
    """`address` is a path of the site, with what follows `#`; on the page of a `proposal`, that
    may name an addressee's answer."""

    address: str
    title: str = ""
    record: ContributionRecord | None = None
    group: WorkingGroupPage | None = None
    reaction: Reaction | None = None
    proposal: Proposal | None = None
    reply: Reply | None = None


def public_place(address: str, request: HttpRequest) -> Place | None:
    """What stands at `address` for everyone; None when that is nothing, or not ours."""
    parts = _split(address)
    if parts is None or not _is_ours(parts[0], request):
        return None
    _host, path, fragment = parts
    with translation.override(settings.LANGUAGE_CODE):
        path = in_language(path, settings.LANGUAGE_CODE)
        match = _match(path)
        find = _PLACES.get(match.view_name) if match else None
        if match is None or find is None:
            return None
        found = find(path, match.kwargs, request)
    return _with_fragment(found, fragment) if found else None


def may_be_public(view_name: str) -> bool:
    """Whether the pages of a view are ever public: their addresses may be proposed."""
    return view_name in _PLACES


def _split(address: str) -> tuple[str, str, str] | None:
    if len(address) > MOST_LETTERS:
        return None
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    return (parts.netloc, parts.path, parts.fragment) if parts.path.startswith("/") else None


def _is_ours(host: str, request: HttpRequest) -> bool:
    own = urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc
    return host in ("", request.get_host(), own)


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


def _with_fragment(place: Place, fragment: str) -> Place:
    if not fragment:
        return place
    address = f"{place.address}#{fragment}"[:MOST_LETTERS]
    return replace(
        place, address=address, reaction=_reaction(place, fragment), reply=_reply(place, fragment)
    )


def _reaction(place: Place, fragment: str) -> Reaction | None:
    """The reaction that a fragment names, when everyone reads it there."""
    named = _REACTION.fullmatch(fragment)
    if named is None or place.record is None or not is_open(place.record.page):
        return None
    return public_reactions(place.record.page).filter(pk=int(named[1])).first()


def _reply(place: Place, fragment: str) -> Reply | None:
    """The answer to this proposal that a fragment names, when everyone reads it there."""
    named, row = _REPLY.fullmatch(fragment), place.proposal
    if named is None or row is None:
        return None
    rows = Reply.objects.public().filter(record=place.record, blocks__block_id=row.block_id)
    return rows.filter(pk=int(named[1])).first()


# -- Kinds of pages ----------------------------------------------------------------------

Finder = Callable[[str, dict[str, Any], HttpRequest], Place | None]


def _list(path: str, kwargs: dict[str, Any], request: HttpRequest) -> Place:
    return Place(path)


def _page(path: str, kwargs: dict[str, Any], request: HttpRequest) -> Place | None:
    """A page of Wagtail that is live, in a part of the site that asks for no account."""
    site = Site.find_for_request(request)
    try:
        page: Page = site.root_page.specific.route(request, [p for p in path.split("/") if p]).page
    except (Http404, AttributeError):
        return None
    page = page.specific
    if not page.live or page.get_view_restrictions().exists():
        return None
    if isinstance(page, ContributionPage):
        return _of_text(path, page)
    group = page if isinstance(page, WorkingGroupPage) else None
    return Place(path, page.title, group=group)


def _of_text(path: str, page: ContributionPage | None) -> Place | None:
    """A place of a text that the public reads: neither a draft nor withdrawn."""
    if page is None or not page.live or page.record.withdrawn_at is not None:
        return None
    return Place(path, page.title, record=page.record)


def _text(path: str, kwargs: dict[str, Any], request: HttpRequest) -> Place | None:
    """A page under the permanent number of a text, or of one of its published versions."""
    pages = ContributionPage.objects.published().select_related("record")
    page = pages.filter(record=_key(kwargs["number"])).first()
    number = kwargs.get("v")
    if page is not None and number is not None:
        versions = page.record.versions.filter(published_at__isnull=False)
        page = page if versions.filter(number=_key(number)).exists() else None
    return _of_text(path, page)


def _proposal(path: str, kwargs: dict[str, Any], request: HttpRequest) -> Place | None:
    rows = Proposal.objects.select_related("page__record")
    row = rows.filter(pk=_key(kwargs["number"])).first()
    found = _of_text(path, row.page) if row else None
    return Place(path, row.title, record=found.record, proposal=row) if row and found else None


def _centre(path: str, kwargs: dict[str, Any], request: HttpRequest) -> Place | None:
    centre = directory().filter(slug=kwargs["slug"]).first()
    return Place(path, centre.name) if centre else None


def _key(number: int) -> int:
    """A number that a database can hold; 0 is nothing's."""
    return number if number < 2**63 else 0


_PLACES: dict[str, Finder] = {
    "wagtail_serve": _page,
    "contributions:permanent": _text,
    "contributions:version": _text,
    "contributions:changes": _text,
    "discussion:reactions": _text,
    "proposals:proposal": _proposal,
    "centre": _centre,
    **dict.fromkeys(
        ("contributions:index", "proposals:index", "centres", "search", "purposes"), _list
    ),
}
