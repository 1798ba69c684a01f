"""To whom a text is transmitted: list, transmit, end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contributions.enums import Verb
from contributions.models import ContributionPage
from contributions.oversight import note_superuser_access
from contributions.views.door import find_text, private
from kit.access import MISSING, SIGN_IN, AnyUser, require, signed_in
from kit.carrying import carry_out
from proposals.actions.end_transmission import end_transmission
from proposals.actions.transmit import Again, transmit
from proposals.forms import TransmitForm
from proposals.models import Transmission
from proposals.rules import (
    verdict_on_replies,
    verdict_on_transmissions,
    verdict_on_transmitting,
)
from proposals.selectors_of_transmissions import sent_of
from proposals.transmission_links import address_of

#: The largest number that a key can be, on every database.
LAST_NUMBER = 2**63 - 1


def text_or_missing(number: int, user: AnyUser) -> ContributionPage:
    """The text of a number; one that does not exist answers as one that is hidden."""
    page = find_text(min(number, LAST_NUMBER))
    if page is None:
        require(MISSING if user.is_authenticated else SIGN_IN)
        raise Http404
    return page


@private
@require_http_methods(["GET", "HEAD", "POST"])
def transmissions(request: HttpRequest, number: int) -> HttpResponse:
    """Who was handed which version, and when they received it. A new link is shown once."""
    page = text_or_missing(number, request.user)
    require(verdict_on_transmissions(request.user, page))
    note_superuser_access(request.user, page, Verb.READ_FROZEN)
    if request.method != "POST":
        return _show(request, page)
    if "end" in request.POST:
        return _end(request, page, request.POST["end"])
    require(verdict_on_transmitting(request.user, page))
    return _transmit(request, page)


def _transmit(request: HttpRequest, page: ContributionPage) -> HttpResponse:
    form = TransmitForm(request.POST, page=page)
    made: dict[str, Any] = {}

    def act() -> None:
        version = form.cleaned_data["version"]
        version.record = page.record
        sent, token = transmit(version, to=form.to(), by=signed_in(request), **form.rest())
        made.update(made=sent, address=address_of(token, sent.language) if token else "")

    status = carry_out(form, act, too_late=Again)
    if status:
        return _show(request, page, form, status=status)
    if made["address"]:
        return _show(request, page, more=made)
    messages.success(
        request, _("La version est transmise ; le compte destinataire en est prévenu.")
    )
    return redirect("proposals:transmissions", page.record.pk)


def _end(request: HttpRequest, page: ContributionPage, key: str) -> HttpResponse:
    rows = Transmission.objects.filter(version__record=page.record).select_related("version")
    found = rows.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
    if found is None:
        raise Http404
    found.version.record = page.record
    mistaken = "mistaken" in request.POST
    end_transmission(found, by=signed_in(request), mistaken=mistaken)
    said = _("Cette transmission n'ouvre plus rien. Les réponses restent.")
    if mistaken:
        said = _("Cette transmission n'ouvre plus rien, et n'est plus dite au public. L'histoire du texte la garde.")  # fmt: skip
    messages.success(request, said)
    return redirect("proposals:transmissions", page.record.pk)


def _show(
    request: HttpRequest,
    page: ContributionPage,
    form: TransmitForm | None = None,
    *,
    more: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    standing, past = sent_of(page.record)
    may_transmit = bool(verdict_on_transmitting(request.user, page))
    context = {
        "page": page,
        "record": page.record,
        "form": (form or TransmitForm(page=page)) if may_transmit else None,
        "standing": standing,
        "past": past,
        "reads_replies": bool(verdict_on_replies(request.user, page)),
        **(more or {}),
    }
    return render(request, "proposals/transmissions.html", context, status=status)
