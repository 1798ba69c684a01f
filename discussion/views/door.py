"""The door of remarks: find the thing, ask the rule; what scripts and pages are answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from contributions.enums import Verb
from contributions.models import ContributionPage, Version
from contributions.oversight import note_superuser_access
from discussion import rules
from discussion.models import Remark
from discussion.selectors import page_of_answer
from groups.rules import can_see_members
from kit.access import AnyUser, Verdict, require

#: The largest number that a key can be, on every database.
_LAST_NUMBER = 2**63 - 1
_KNOWN = ("root", "user", "centre", "link", "version", "outcome_by", "suggestion")
#: What the page of a text asks of it, its state and the words of its draft included.
_OF_TEXT = (
    "record__lead_group__record__collection", "record__call", "record__reviewed_version", "record__validated_version",
    "record__current_version", "latest_revision", "locale",
)  # fmt: skip


def find_text(number: int) -> ContributionPage | None:
    """The text of a permanent number."""
    pages = ContributionPage.objects.with_states().select_related(*_OF_TEXT)
    page = pages.filter(record__id=min(number, _LAST_NUMBER)).first()
    if page is not None and page.latest_revision is not None:
        # The words of a revision are put into the page that it is of: it is here.
        page.latest_revision.content_object = page
    return page


def seat_for_remarks(number: int, user: AnyUser) -> rules.Seat:
    """A person before a text, for who reads remarks on it: all of them, or their own.

    Raises SignInRequired or Http404, the same for what is hidden and what is not.
    """
    page = find_text(number)
    if page is None:
        require(rules.verdict_on_missing(user))
        raise Http404
    seat = rules.Seat(user, page)
    require(rules.verdict_on_list(seat))
    note_superuser_access(user, page, Verb.READ_DRAFT)
    return seat


def remark_for(
    pk: int, user: AnyUser, verdict: Callable[[AnyUser, Remark], Verdict] | None = None
) -> Remark:
    """The remark, once `verdict` allows it, or for who reads it.

    Raises SignInRequired, Http404 or Refused.
    """
    remark = Remark.objects.select_related(*_KNOWN).filter(pk=min(pk, _LAST_NUMBER)).first()
    page = find_text(remark.record_id) if remark else None
    if remark is None or page is None:
        require(rules.verdict_on_missing(user))
        raise Http404
    of_text(remark, page)
    require((verdict or rules.verdict_on_reading)(user, remark))
    note_superuser_access(user, rules.page_of(remark), Verb.READ_DRAFT)
    return remark


def of_text(remark: Remark, page: ContributionPage) -> None:
    """Have a remark and its root ask their questions of this very text."""
    page.record.page = page
    remark.record = page.record
    if remark.root is not None:
        remark.root.record = page.record


def told_of(seat: rules.Seat, version: Version | None = None) -> dict[str, Any]:
    """What every page of remarks says of its text: the draft's title is its readers', the
    others are told that of the version they remarked."""
    page = seat.page
    title = page.draft_title if seat.reads_all else version.title if version else ""
    return {
        "page": page,
        "record": page.record,
        "title": title or page.record.lead_group.title,
        "reads_draft": seat.reads_all,
        "names": can_see_members(seat.user, page.record.lead_group),
    }


def by_script(request: HttpRequest) -> bool:
    """Whether what is asked for goes into the panel beside a text."""
    return request.headers.get("x-fragment") == "1"


def errors_of(form: forms.Form, status: int) -> JsonResponse:
    """What is wrong, for a script that keeps what was typed where it is."""
    said = []
    for name, errors in form.errors.items():
        label = form[name].label if name in form.fields else ""
        said += [f"{label} : {error}" if label else str(error) for error in errors]
    return JsonResponse({"errors": said}, status=status)


def back_to(remark: Remark) -> HttpResponse:
    """The remark in its thread."""
    return redirect(f"{page_of_answer(remark)}#remarque-{remark.pk}")


def number_in(words: str) -> int | None:
    """A key that an address asks for, if it is one."""
    return int(words) if words.isdecimal() and len(words) < 19 else None
