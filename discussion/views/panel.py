"""The threads of one block and the form beside them: what scripts put in a panel."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from contributions import rules as texts
from contributions.models import ContributionPage, Version
from discussion import rules
from discussion.anchors import name_of_block
from discussion.attaching import documents_for
from discussion.drafts import draft_said, version_said
from discussion.forms import RemarkForm
from discussion.selectors import Thread, counts_by_block, marks_of, people_to_name, threads_of
from discussion.showing import shown
from kit.access import require

from .door import find_text, told_of

PROPOSE = "proposer"


def form_of(
    request: HttpRequest,
    page: ContributionPage,
    version: Version | None,
    values: Any,
    *,
    sent: bool = False,
) -> RemarkForm:
    """The form of a remark, filled with what was sent or with what the address asks."""
    suggests = values.get("mode") == PROPOSE
    documents = documents_for(request.user, page.record) if not suggests else None
    more: dict[str, Any] = {"suggests": suggests, "documents": documents, "auto_id": "nouvelle_%s"}
    if sent:
        return RemarkForm(request.POST, request.FILES, **more)
    initial = {
        "bloc": values.get("bloc", ""),
        "quote": values.get("quote", ""),
        "mode": PROPOSE if suggests else "",
        "version": version.number if version else None,
    }
    return RemarkForm(initial=initial, **more)


def fragment(
    request: HttpRequest,
    seat: rules.Seat,
    block_id: str,
    form: RemarkForm | None = None,
    version: Version | None = None,
) -> HttpResponse:
    """The block's threads, the newest first, after `form` where one writes; beside a
    `version` that they read, or the one that the request names."""
    if request.method == "POST":
        # What was just done may have saved the text as well.
        page = find_text(seat.page.record.pk) or seat.page
        seat = rules.Seat(request.user, page)
    page = seat.page
    version = version or _version_read(request, seat)
    found = threads_of(page, request.user, block=block_id, which="all", seat=seat)
    marks = marks_of(page, request.user, version, seat)
    context = told_of(seat, version) | {
        "block_id": block_id,
        "block_name": _name(seat, version, block_id, found.threads),
        "shown": shown(found.threads, seat),
        "count": counts_by_block(page, request.user, seat).get(block_id),
        "marks": [mark for mark in marks if mark["block"] == block_id],
        "people": people_to_name(page, request.user),
        "form": form,
    }
    return render(request, "discussion/block.html", context)


def _name(seat: rules.Seat, version: Version | None, block_id: str, threads: list[Thread]) -> str:
    """What one calls the block: as its threads do, else as the text that one reads does."""
    if threads:
        return threads[0].remark.block_name
    if version is None and not seat.reads_all:
        return ""
    text = version_said(seat.page, version) if version else draft_said(seat.page)
    return name_of_block(text, block_id)


def _version_read(request: HttpRequest, seat: rules.Seat) -> Version | None:
    """The frozen version beside which the panel stands, if one does."""
    asked = (request.POST or request.GET).get("version", "")
    if not asked.isdecimal() or len(asked) > 9:
        return None
    page = seat.page
    version = page.record.versions.filter(number=asked).first()
    if version is None:
        # As for one that exists and is not theirs to read.
        require(rules.verdict_on_missing(request.user))
        raise Http404
    version.record = page.record
    if not seat.reads_all:
        require(texts.verdict_on_version(request.user, version, page))
    return version
