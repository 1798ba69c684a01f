"""Remark on a passage, or propose other words for it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contributions.enums import Verb
from contributions.models import ContributionPage, Version
from contributions.oversight import note_superuser_access
from contributions.views.door import private
from discussion import rules
from discussion.actions.remark import remark
from discussion.actions.suggest import suggest
from discussion.anchors import name_of_block, words_by_block
from discussion.attaching import with_files
from discussion.forms import RemarkForm
from discussion.models import Remark
from discussion.selectors import people_to_name
from kit.access import require, signed_in
from kit.carrying import carry_out
from people.models import User

from .door import back_to, by_script, errors_of, find_text, told_of
from .panel import PROPOSE, form_of, fragment


@private
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, number: int) -> HttpResponse:
    """A form on a block or the whole text. The same sent twice is one."""
    sent = request.POST if request.method == "POST" else request.GET
    seat, version = what_is_remarked(number, sent.get("version", ""), request)
    page = seat.page
    if request.method != "POST":
        form = form_of(request, page, version, request.GET)
        return _show(request, page, version, form)
    form = form_of(request, page, version, request.POST, sent=True)
    made: list[Remark] = []
    status = carry_out(form, lambda: made.append(_make(page, version, signed_in(request), form)))
    if by_script(request):
        return errors_of(form, status) if status else fragment(request, seat, made[0].block_id)
    if status:
        return _show(request, page, version, form, status)
    messages.success(request, _("Suggestion envoyée.") if form.suggests else _("Remarque envoyée."))
    return back_to(made[0])


def what_is_remarked(
    number: int, version: str, request: HttpRequest
) -> tuple[rules.Seat, Version | None]:
    """Who remarks before the text, and the frozen version that is remarked, if one is, once
    the rule allows it."""
    page = find_text(number)
    if page is None:
        require(rules.verdict_on_missing(request.user))
        raise Http404
    found = None
    if version:
        versions = page.record.versions.select_related("revision")
        versions = versions.filter(number=version) if _is_number(version) else versions.none()
        found = versions.first()
        if found is None:
            require(rules.verdict_on_missing(request.user))
            raise Http404
        found.record = page.record
    seat = rules.Seat(request.user, page)
    require(rules.verdict_on_remarking(request.user, page, found, seat))
    note_superuser_access(request.user, page, Verb.REMARK)
    return seat, found


def _is_number(words: str) -> bool:
    return words.isdecimal() and len(words) < 10


def _make(page: ContributionPage, version: Version | None, by: User, form: RemarkForm) -> Remark:
    words = form.cleaned_data["words"]
    if form.suggests:
        replacement = form.cleaned_data["replacement"]
        return suggest(
            page, by=by, words=words, replacement=replacement, version=version, **form.passage()
        )
    return with_files(
        form, page.record, by,
        lambda files: remark(
            page, by=by, words=words, version=version, files=files, **form.passage()
        ),
    )  # fmt: skip


def _show(
    request: HttpRequest,
    page: ContributionPage,
    version: Version | None,
    form: RemarkForm,
    status: int = 200,
) -> HttpResponse:
    text = version.revision.as_object() if version else page.get_latest_revision_as_object()
    block_id = str(form["bloc"].value() or "")
    context = told_of(rules.Seat(request.user, page), version) | {
        "version": version,
        "form": form,
        "block_id": block_id,
        "block_name": name_of_block(text, block_id),
        "block_words": list(words_by_block(text).get(block_id, {}).values()),
        "back": _place_of(page, version, block_id),
        "people": people_to_name(page, request.user),
        "other_mode": _other_mode(page, version, block_id, form),
    }
    return render(request, "discussion/new.html", context, status=status)


def _place_of(page: ContributionPage, version: Version | None, block_id: str) -> str:
    """Where one was reading."""
    anchor = f"#bloc-{block_id}" if block_id not in ("", "page") else ""
    if version is not None:
        return f"{version.get_absolute_url()}{anchor}"
    return f"{reverse('contributions:draft', args=[page.record.pk])}{anchor}"


def _other_mode(
    page: ContributionPage, version: Version | None, block_id: str, form: RemarkForm
) -> str:
    """The same passage, the other way; words are proposed for a passage alone."""
    if not block_id:
        return ""
    query = f"?bloc={block_id}" + (f"&version={version.number}" if version else "")
    query += "" if form.suggests else f"&mode={PROPOSE}"
    return reverse("discussion:new", args=[page.record.pk]) + query
