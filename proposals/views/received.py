"""What an addressee sees: a frozen version, when they received it, what they answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contributions.actions.base import NotNow
from contributions.enums import PublicState
from contributions.frozen import standing_outside, version_as_read
from contributions.lifecycle import state_of
from contributions.models import ContributionPage
from contributions.public import groups_of, theme_names
from contributions.views.by_link import by_token, numbered_document, stored_file
from contributions.views.door import private
from kit.access import require, signed_in
from kit.carrying import carry_out
from kit.paging import page_of
from people.models import User
from proposals.actions.acknowledge import acknowledge
from proposals.actions.base import Over
from proposals.actions.record_reply import answer_transmission
from proposals.answering import answerable_in
from proposals.forms import AnswerForm
from proposals.mentions import corrected_by, mention_of
from proposals.models import Transmission
from proposals.rules import verdict_on_list_received, verdict_on_received
from proposals.selectors_of_transmissions import received as received_of
from proposals.selectors_of_transmissions import replies_by
from proposals.transmission_links import open_transmission_of, opens

from .replies import named
from .transmissions import LAST_NUMBER


@private
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """What was transmitted to a partner, the latest first."""
    require(verdict_on_list_received(request.user))
    context = {"page": page_of(received_of(request.user), request)}
    return render(request, "proposals/received.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def received_one(request: HttpRequest, key: int) -> HttpResponse:
    """One of them, by the account that received it."""
    rows = Transmission.objects.with_all().filter(pk=min(key, LAST_NUMBER))
    found = rows.first()
    if found is not None and _ended_meanwhile(request, found):
        return _over(request, status=409)
    require(verdict_on_received(request.user, found))
    if found is None:
        raise Http404
    return _answer(request, found, signed_in(request), found.get_absolute_url())


def _ended_meanwhile(request: HttpRequest, found: Transmission) -> bool:
    """Whether its addressee was still writing: their words are given back to them."""
    person = request.user.pk
    own = person is not None and found.addressee_id == person
    return request.method == "POST" and own and not opens(found)


def _over(request: HttpRequest, status: int = 404) -> HttpResponse:
    """Nothing is open here; what was typed is given back, to be copied."""
    words = request.POST.get("words", "").strip()
    context = {"typed": [words] if words else []}
    return render(request, "proposals/transmission_over.html", context, status=status)


led = by_token(open_transmission_of, _over)


@led
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, found: Transmission, *, token: str) -> HttpResponse:
    """The same page, by a link. Opening the address changes nothing."""
    address = reverse("proposals:by_link", args=[token])
    return _answer(request, found, None, address, token=token)


def _answer(
    request: HttpRequest, found: Transmission, by: User | None, address: str, token: str = ""
) -> HttpResponse:
    """Read; acknowledge, or answer, by the form that was sent."""
    page = version_as_read(found.version)
    if request.method != "POST":
        return _show(request, found, page, token=token)
    try:
        if "received" in request.POST:
            acknowledge(found, by=by)
            messages.success(request, _("C'est noté : vous avez accusé réception."))
            return redirect(address)
        return _reply(request, found, page, by, address, token)
    except Over:
        return _over(request, status=409)


def _form(page: ContributionPage, *sent: Any, uploads: bool) -> AnswerForm:
    rows = page.record.page.proposals.all()
    return AnswerForm(*sent, proposals=answerable_in([page], rows), uploads=uploads)


def _reply(
    request: HttpRequest,
    found: Transmission,
    page: ContributionPage,
    by: User | None,
    address: str,
    token: str,
) -> HttpResponse:
    form = _form(page, request.POST, request.FILES, uploads=by is not None)
    over = []

    def act() -> None:
        try:
            said, agreed = form.said(page, by), form.cleaned_data["agreed"]
            with_file = form.cleaned_data.get("with_file", False)
            answer_transmission(found, said, by=by, agreed=agreed, with_file=with_file)
        except Over as refusal:
            over.append(refusal)

    status = carry_out(form, act, too_late=NotNow)
    if over:
        raise over[0]
    if status:
        return _show(request, found, page, form, token=token, status=status)
    messages.success(request, _("Votre réponse est enregistrée. Le groupe en est prévenu."))
    return redirect(f"{address}#repondre")


def _show(
    request: HttpRequest,
    found: Transmission,
    page: ContributionPage,
    form: AnswerForm | None = None,
    *,
    token: str = "",
    status: int = 200,
) -> HttpResponse:
    record = found.version.record
    rows = {str(row.block_id): row for row in record.page.proposals.all()}
    names = {each.key: each for each in answerable_in([page], rows.values())}
    public = state_of(record.page).public
    mention = mention_of(found.version, record)
    # A withdrawn text waits for no answer; words that were being sent are given back.
    asks = bool(names) and public is not PublicState.WITHDRAWN
    context = {
        "transmission": found,
        "version": found.version,
        "record": record,
        "page": page,
        "token": token,
        "language": page.locale.language_code,
        "groups": groups_of(record),
        "theme_names": theme_names(page),
        # Proposals have pages of their own once the public reads them.
        "proposals_by_block": rows if public is not PublicState.NONE else {},
        "mention": mention,
        "standing": standing_outside(found.version),
        "corrected": corrected_by(found.version, record),
        "asks": asks,
        "form": form or (_form(page, uploads=not token) if asks else None),
        "lines": [(reply, named(reply, names)) for reply in replies_by(found)],
    }  # fmt: skip
    return render(request, "proposals/received_version.html", context, status=status)


# -- Files of the version, by a link -----------------------------------------------------


@led
@require_safe
def file(request: HttpRequest, found: Transmission, *, token: str, name: str) -> HttpResponseBase:
    """An image or a document of the version, by its stored name."""
    return stored_file(found.version, name)


@led
@require_safe
def document(
    request: HttpRequest, found: Transmission, *, token: str, key: int, filename: str
) -> HttpResponseBase:
    """A document of the version, by its number."""
    return numbered_document(found.version, key, filename)
