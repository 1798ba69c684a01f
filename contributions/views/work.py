"""Where a text stands: its permanent address, and the page of its work."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from wagtail.models import Page

from contributions import rules, selectors
from contributions.audience import audience_now, groups_of
from contributions.beside import links_beside
from contributions.enums import PublicState, Verb
from contributions.life import life_of
from contributions.lifecycle import state_of
from contributions.models import ContributionPage
from contributions.moving import requests_of, verdict_on_request
from contributions.next_step import next_step
from contributions.sharing import verdict_on_sharing
from contributions.steps import dated_steps
from groups.rules import can_see_members
from kit.access import AnyUser, may_enter_admin, require
from kit.languages import home_url

from .acts import possible_acts
from .door import find_text, private, refuse_missing, text_for
from .offers import offers_of


@private
@require_safe
def permanent(request: HttpRequest, number: int) -> HttpResponse:
    """Lead to what this person may see of the text: its page, else its work.

    A withdrawn text's page says so to the public and to whom it was transmitted; its people
    are led to its work.
    """
    page = find_text(number)
    if page is None:
        refuse_missing(Verb.SEE_PROGRESS, request.user)
    public = state_of(page).public
    reads_withdrawn = rules.can(Verb.READ_WITHDRAWN, request.user, page)
    withdrawn_but_read = reads_withdrawn and rules.can(Verb.SEE_PROGRESS, request.user, page)
    if public is not PublicState.NONE and not withdrawn_but_read:
        return HttpResponseRedirect(page.get_url(request) or home_url())
    require(rules.verdict(Verb.SEE_PROGRESS, request.user, page))
    return redirect("contributions:work", number)


@private
@require_safe
def work(request: HttpRequest, number: int) -> HttpResponse:
    """State, dates, life of a text; its words' traces only for those who read it."""
    page = text_for(number, Verb.SEE_PROGRESS, request.user)
    return render(request, "contributions/work.html", work_context(page, request.user))


def work_context(page: ContributionPage, user: AnyUser) -> dict[str, Any]:
    """What the page of the work shows to this person."""
    record, state = page.record, state_of(page)
    abilities = rules.abilities(user, page)
    with_words = abilities[Verb.READ_DRAFT] or abilities[Verb.READ_FROZEN]
    with_names = can_see_members(user, record.lead_group)
    reads_draft = abilities[Verb.READ_DRAFT]
    inside = bool(verdict_on_sharing(user, page))
    edits = abilities[Verb.EDIT] and may_enter_admin(user)
    acts = possible_acts(page, user, abilities)
    return {
        "page": page,
        "record": record,
        "state": state,
        "groups": groups_of(page),
        "audience": audience_now(page),
        "names": with_words and with_names,
        "with_words": with_words,
        "steps": dated_steps(page, state),
        "next_step": next_step(page, state),
        "life": life_of(record, user, with_words=with_words, with_names=with_names, inside=inside),
        "versions": rules.readable_versions(user, page),
        **offers_of(page, state, acts, edits=edits),
        "cancels_embargo": abilities[Verb.UNSCHEDULE],
        "reads_draft": reads_draft,
        "edits": edits,
        "opens_readings": abilities[Verb.GRANT_READING],
        "open_grants": selectors.open_grants(record) if with_words else [],
        "sets_dates": abilities[Verb.SET_DATES],
        "shares_out": inside,
        "also": links_beside(user, page),
        "move_requests": [
            asked for asked in requests_of(record) if verdict_on_request(user, asked)
        ],
        "in_editing_rooms": reads_draft and may_enter_admin(user),
        "compared": _compared(page) if reads_draft else None,
        "public_url": page.get_url() if state.public is not PublicState.NONE else "",
    }


def _compared(page: Page) -> tuple[int, str, str]:
    """What Wagtail compares: what the public reads, else the first words, with the last."""
    return page.pk, "live" if page.live else "earliest", "latest"
