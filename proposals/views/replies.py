"""What addressees answered to a text: list, record with a proof, make public, close."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contributions.actions.base import NotNow
from contributions.enums import Verb
from contributions.frozen import version_as_read
from contributions.models import ContributionPage, Version
from contributions.oversight import note_superuser_access
from contributions.views.door import private
from kit.access import require, signed_in
from kit.carrying import carry_out
from media.serving import file_response
from proposals.actions.close_reply import close_reply
from proposals.actions.open_reply import open_reply
from proposals.actions.record_reply import record_reply
from proposals.answering import Answerable, answerable_in
from proposals.forms import CloseForm, RecordForm
from proposals.models import Reply
from proposals.rules import (
    can_close,
    can_open,
    verdict_on_closing,
    verdict_on_opening,
    verdict_on_proof,
    verdict_on_recording,
    verdict_on_replies,
    verdict_on_transmissions,
)
from proposals.selectors_of_replies import replies_of
from proposals.selectors_of_transmissions import sent_of, versions_answered

from .transmissions import LAST_NUMBER, text_or_missing


@private
@require_http_methods(["GET", "HEAD", "POST"])
def replies(request: HttpRequest, number: int) -> HttpResponse:
    """Every answer, public or not; the coordination and the network add what they got."""
    page = text_or_missing(number, request.user)
    if request.method == "POST":
        require(verdict_on_recording(request.user, page))
    require(verdict_on_replies(request.user, page))
    note_superuser_access(request.user, page, Verb.READ_FROZEN)
    versions = versions_answered(page)
    found = _answerable(page, versions)
    if request.method != "POST":
        return _show(request, page, found)
    form = _form(request, page, found, request.POST)
    status = carry_out(form, lambda: _record(request, page, versions, form), too_late=NotNow)
    if status:
        return _show(request, page, found, form, status)
    messages.success(request, _("La réponse est enregistrée."))
    return redirect("proposals:replies", page.record.pk)


def _answerable(page: ContributionPage, versions: list[Version]) -> list[Answerable]:
    for version in versions:
        version.record = page.record
    return answerable_in(map(version_as_read, versions), page.proposals.all())


def _form(
    request: HttpRequest, page: ContributionPage, found: list[Answerable], data: Any = None
) -> RecordForm:
    files = request.FILES if data is not None else None
    standing, past = sent_of(page.record)
    return RecordForm(data, files, proposals=found, sent=[*standing, *past])


def _record(
    request: HttpRequest, page: ContributionPage, versions: list[Version], form: RecordForm
) -> Reply:
    by, sent = signed_in(request), form.transmission()
    version = sent.version if sent else _latest_with(versions, form.cleaned_data["blocks"])
    return record_reply(
        page, form.said(page, by), by=by, version=version, transmission=sent,
        addressee=form.cleaned_data["addressee"],
    )  # fmt: skip


def _latest_with(versions: list[Version], blocks: list[str]) -> Version:
    """The latest version that says all of these proposals, else the latest."""
    for version in versions:
        held = str(version.revision.content.get("body", ""))
        if all(key in held for key in blocks):
            return version
    return versions[0]


def _show(
    request: HttpRequest,
    page: ContributionPage,
    found: list[Answerable],
    form: RecordForm | None = None,
    status: int = 200,
) -> HttpResponse:
    names = {each.key: each for each in found}
    rows = list(replies_of(page.record))
    for row in rows:
        row.record = page.record
    records = bool(verdict_on_recording(request.user, page)) and bool(found)
    by = request.user
    lines = [(row, named(row, names), can_open(by, row), can_close(by, row)) for row in rows]
    context = {
        "page": page,
        "record": page.record,
        "lines": lines,
        "form": (form or _form(request, page, found)) if records else None,
        "transmits": bool(verdict_on_transmissions(request.user, page)),
    }
    return render(request, "proposals/replies.html", context, status=status)


def named(reply: Reply, names: dict[str, Answerable]) -> list[Answerable]:
    """The proposals that it is about, in the order of the text."""
    keys = {str(each.block_id) for each in reply.blocks.all()}
    return [each for key, each in names.items() if key in keys]


def _reply(key: int) -> Reply | None:
    rows = Reply.objects.select_related(
        "record__page", "record__lead_group", "document", "transmission"
    )
    return rows.filter(pk=min(key, LAST_NUMBER)).first()


@private
@require_POST
def reply_open(request: HttpRequest, key: int) -> HttpResponse:
    """The network makes an answer public, its file with it only if that is chosen."""
    found = _reply(key)
    require(verdict_on_opening(request.user, found))
    if found is None:
        raise Http404
    open_reply(found, by=signed_in(request), with_file="with_file" in request.POST)
    messages.success(request, _("La réponse est publique dès que son texte l'est."))
    return redirect("proposals:replies", found.record_id)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def reply_close(request: HttpRequest, key: int) -> HttpResponse:
    """The network, or the moderation, closes an answer that everyone reads, with a reason."""
    found = _reply(key)
    require(verdict_on_closing(request.user, found))
    if found is None:
        raise Http404
    form = CloseForm(request.POST or None)
    reads_all = bool(verdict_on_replies(request.user, found.record.page))
    back = "proposals:replies" if reads_all else "contributions:permanent"
    status = 200
    if request.method == "POST":
        by = signed_in(request)
        status = carry_out(form, lambda: close_reply(found, by=by, **form.cleaned_data))
        if not status:
            messages.success(request, _("La réponse n'est plus publique."))
            return redirect(back, found.record_id)
    context = {
        "reply": found, "record": found.record, "page": found.record.page, "form": form,
        "back": reverse(back, args=[found.record_id]),
    }  # fmt: skip
    return render(request, "proposals/reply_close.html", context, status=status)


@require_safe
def reply_file(request: HttpRequest, key: int) -> HttpResponseBase:
    """The proof of an answer, for who reads it: everyone where it was opened too."""
    found = _reply(key)
    require(verdict_on_proof(request.user, found))
    if found is None or found.document is None:
        raise Http404
    return file_response(found.document.file, public=False)
