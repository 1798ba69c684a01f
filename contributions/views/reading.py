"""Read a text elsewhere than at its page: its draft, a frozen version, what changed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from contributions import rules
from contributions.audience import Audience, audience_of_draft, audience_of_version
from contributions.beside import (
    shown_beneath_version,
    shown_beside,
    shown_beside_version,
)
from contributions.changes import Fate, changes_between
from contributions.enums import Verb
from contributions.frozen import standing_of
from contributions.lifecycle import state_of
from contributions.models import ContributionPage, Version
from contributions.oversight import note_superuser_access
from contributions.public import groups_of, proposals_by_block, theme_names
from contributions.selectors import grants_to_read
from contributions.sharing import verdict_on_sharing, writers_by_block
from contributions.words import pieces_of
from groups.rules import can_see_members
from kit.access import MISSING, SIGN_IN, AnyUser, require

from .door import find_text, private, text_for


@private
@require_safe
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """The latest revision, as its people and named readers read it."""
    page = text_for(number, Verb.READ_DRAFT, request.user)
    revision = page.get_latest_revision()
    text = revision.as_object() if revision else page
    context = _context(page, text, request.user, audience_of_draft(page))
    public = page.record.current_version
    context |= {
        "writers": writers_by_block(page) if verdict_on_sharing(request.user, page) else {},
        "revision": revision,
        "is_what_is_published": bool(
            state_of(page).public.is_read_by_all
            and public
            and revision
            and public.revision_id == revision.pk
        ),
        **shown_beside(request.user, page),
    }
    return render(request, "contributions/draft.html", context)


@require_safe
def version(request: HttpRequest, number: int, v: int) -> HttpResponse:
    """One frozen version; what was published is anyone's to read again."""
    page, frozen = _frozen(number, v, request.user)
    audience = _noted_audience(page, frozen, request.user)
    context = _context(page, frozen.revision.as_object(), request.user, audience)
    context |= {"version": frozen, "standing": standing_of(frozen), "follows": None}
    if frozen.published_at is not None:
        context |= {
            "proposals_by_block": proposals_by_block(page),
            "follows": _published_before(frozen),
        }
    context |= shown_beside_version(request.user, page, frozen)
    context["beneath"] = shown_beneath_version(request, page, frozen, context["page"])
    response = render(request, "contributions/version.html", context)
    return _kept_out_of_caches(response, request, audience)


@require_safe
def changes(request: HttpRequest, number: int, v: int) -> HttpResponse:
    """What a published version changed of the one that the public read before it."""
    page, after = _frozen(number, v, request.user)
    before = _published_before(after)
    if before is None:
        raise Http404
    before.record = page.record
    require(rules.verdict_on_version(request.user, before, page))
    audience = _noted_audience(page, after, request.user)
    context = _context(page, after.revision.as_object(), request.user, audience)
    context |= {"before": before, "after": after} | _difference(page, before, context["page"])
    response = render(request, "contributions/changes.html", context)
    return _kept_out_of_caches(response, request, audience)


def _frozen(number: int, v: int, user: AnyUser) -> tuple[ContributionPage, Version]:
    """The text and its version `v`, once the rules let `user` read it.

    Raises SignInRequired or Http404, the same for what is hidden and what is not.
    """
    page = find_text(number)
    frozen = page.record.versions.filter(number=v).first() if page else None
    if page is None or frozen is None:
        require(MISSING if user.is_authenticated else SIGN_IN)
        raise Http404
    frozen.record = page.record
    require(rules.verdict_on_version(user, frozen, page))
    return page, frozen


def _noted_audience(page: ContributionPage, frozen: Version, user: AnyUser) -> Audience:
    """Who reads a version; a superuser's visit to what is not public is noted."""
    audience = audience_of_version(page, frozen)
    if not audience.everyone:
        note_superuser_access(user, page, Verb.READ_FROZEN)
    return audience


def _published_before(version: Version) -> Version | None:
    """What the public read before `version`; None for one that it was never given."""
    if version.published_at is None:
        return None
    earlier = version.record.versions.filter(published_at__isnull=False, number__lt=version.number)
    return earlier.order_by("-number").first()


def _difference(page: ContributionPage, before: Version, now: ContributionPage) -> dict[str, Any]:
    """The changes, and how many pieces have none."""
    ranks = {key: row.rank for key, row in proposals_by_block(page).items()}
    pieces = pieces_of(now, ranks)
    found = changes_between(pieces_of(before.revision.as_object(), ranks), pieces)
    touched = sum(change.fate is not Fate.REMOVED for change in found)
    return {"changes": found, "unchanged": len(pieces) - touched}


def _kept_out_of_caches(
    response: HttpResponse, request: HttpRequest, audience: Audience
) -> HttpResponse:
    """`response`, which only a visitor's own cache of public words may keep."""
    if not audience.everyone or request.user.is_authenticated:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _context(
    page: ContributionPage, text: ContributionPage, user: AnyUser, audience: Audience
) -> dict[str, Any]:
    """`page` is the text as read here; `record` is what it is today."""
    text.record = page.record
    return {
        "page": text,
        "record": page.record,
        "language": text.locale.language_code,
        "groups": groups_of(page.record),
        "theme_names": theme_names(text),
        "state": state_of(page),
        "audience": audience,
        "own_grants": grants_to_read(user, page),
        "names": can_see_members(user, page.record.lead_group),
        "sees_work": rules.can(Verb.SEE_PROGRESS, user, page),
    }
