"""Who was opened a text, until when; open it to others, extend it, close it again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contributions.actions.base import NotNow, locked
from contributions.actions.grant_reading import extend_reading, grant_reading, revoke_reading
from contributions.enums import Verb
from contributions.models import ContributionPage, ReadingGrant
from contributions.selectors import open_grants, past_grants
from contributions.sharing_forms import ExtendForm, GrantForm
from groups.deadlines import westernmost_zone
from kit.access import Refused, signed_in
from people.models import User

from .door import private, text_for


@private
@require_http_methods(["GET", "HEAD", "POST"])
def readers(request: HttpRequest, number: int) -> HttpResponse:
    """List the readings, open and past; a form opens one, others extend or close one."""
    page = text_for(number, Verb.GRANT_READING, request.user)
    if request.method != "POST":
        return _show(request, page, GrantForm(page=page))
    if "revoke" in request.POST:
        return _revoke(request, page, request.POST["revoke"])
    if "extend" in request.POST:
        return _extend(request, page, request.POST["extend"])
    form = GrantForm(request.POST, page=page)
    if not form.is_valid():
        return _show(request, page, form, status=422)
    try:
        opened = _open_once(page, signed_in(request), form.words())
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return _show(request, page, form, status=422)
    done = _("La lecture est ouverte.") if opened else _("Cette lecture était déjà ouverte.")
    messages.success(request, done)
    return redirect("contributions:readers", number)


def _open_once(page: ContributionPage, user: User, words: dict[str, Any]) -> bool:
    """Open a reading, unless the very same one is open: a form sent twice opens one."""
    with locked(page) as text:
        if ReadingGrant.objects.current().filter(record=text.record, **_same(words)).exists():
            return False
        grant_reading(text, by=user, **words)
    return True


def _same(words: dict[str, Any]) -> dict[str, Any]:
    """The condition that a row is the reading which `words` describe."""
    return {
        name if value is not None else f"{name}__isnull": value if value is not None else True
        for name, value in words.items()
    }


def _revoke(request: HttpRequest, page: ContributionPage, key: str) -> HttpResponse:
    revoke_reading(page, by=signed_in(request), grant=_grant(page, key))
    messages.success(request, _("La lecture est refermée."))
    return redirect("contributions:readers", page.record.pk)


def _extend(request: HttpRequest, page: ContributionPage, key: str) -> HttpResponse:
    """Give a reading another end; a wrong date is shown beside it."""
    grant = _grant(page, key)
    form = ExtendForm(request.POST, grant=grant, west=westernmost_zone())
    try:
        if form.is_valid():
            until = form.cleaned_data["until"]
            extend_reading(page, by=signed_in(request), grant=grant, until=until)
            messages.success(request, _("La lecture a une autre fin."))
            return redirect("contributions:readers", page.record.pk)
    except NotNow as refusal:
        form.add_error("until", refusal.reason)
        return _show(request, page, GrantForm(page=page), extending=form, key=grant.pk, status=409)
    except Refused as refusal:
        form.add_error("until", refusal.reason)
    return _show(request, page, GrantForm(page=page), extending=form, key=grant.pk, status=422)


def _grant(page: ContributionPage, key: str) -> ReadingGrant:
    """One of this text's readings; another text's is none of this address's."""
    grants = ReadingGrant.objects.filter(record=page.record)
    grant = grants.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
    if grant is None:
        raise Http404
    return grant


def _show(
    request: HttpRequest,
    page: ContributionPage,
    form: GrantForm,
    *,
    extending: ExtendForm | None = None,
    key: int = 0,
    status: int = 200,
) -> HttpResponse:
    """`extending`: the form of the reading `key`, with what is wrong in it."""
    grants, west = open_grants(page.record), westernmost_zone()
    context = {
        "page": page,
        "record": page.record,
        "form": form,
        "extending": extending,
        "grants": [
            (
                grant,
                extending if extending and grant.pk == key else ExtendForm(grant=grant, west=west),
            )
            for grant in grants
        ],
        "past": past_grants(page.record),
    }
    return render(request, "contributions/readers.html", context, status=status)
