"""The links by which people without an account read a version: list, make, revoke."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contributions.enums import Verb
from contributions.models import ContributionPage
from contributions.views.door import private, text_for
from discussion.actions.make_link import make_link
from discussion.actions.revoke_link import revoke_link
from discussion.links.forms import LinkForm
from discussion.links.letters import address_of
from discussion.links.reading import links_to
from discussion.models import ReviewerLink
from kit.access import Refused, signed_in


@private
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, number: int) -> HttpResponse:
    """The links of a text and what came by them. The address of a new one is shown once."""
    page = text_for(number, Verb.GRANT_READING, request.user)
    if request.method != "POST":
        asked = request.GET.get("version", "")
        is_number = asked.isdecimal() and len(asked) < 10
        version = page.record.versions.filter(number=asked).first() if is_number else None
        return _show(request, page, LinkForm(page=page, initial={"version": version}))
    if "revoke" in request.POST:
        return _revoke(request, page, request.POST["revoke"])
    form = LinkForm(request.POST, page=page)
    if not form.is_valid():
        return _show(request, page, form, status=422)
    version = form.cleaned_data["version"]
    version.record = page.record
    try:
        link, token = make_link(version, by=signed_in(request), **form.words())
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return _show(request, page, form, status=422)
    made = {"made": link, "address": address_of(token, link.language)}
    return _show(request, page, LinkForm(page=page), made)


def _revoke(request: HttpRequest, page: ContributionPage, key: str) -> HttpResponse:
    rows = ReviewerLink.objects.filter(version__record=page.record)
    link = rows.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
    if link is None:
        raise Http404
    revoke_link(link, by=signed_in(request))
    messages.success(request, _("Le lien n'ouvre plus rien."))
    return redirect("discussion:links", page.record.pk)


def _show(
    request: HttpRequest,
    page: ContributionPage,
    form: LinkForm,
    made: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    open_links, past = links_to(page.record)
    context = {
        "page": page,
        "record": page.record,
        "form": form,
        "links": open_links,
        "past": past,
        "has_versions": page.record.versions.exists(),
        **(made or {}),
    }
    return render(request, "discussion/links.html", context, status=status)
