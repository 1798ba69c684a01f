"""The page in which people write a text together, and what its script asks besides."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contributions import rules as text_rules
from contributions.actions.versions import name_version
from contributions.enums import Verb
from contributions.lifecycle import state_of
from contributions.models import ContributionPage
from contributions.sharing import writers_by_block, writers_of
from contributions.views.door import private
from cowriting.carried import carried_tables
from cowriting.document.shape import SCHEMA, TEXT_SLOTS
from cowriting.extras import extras_for
from cowriting.labels import block_types, page_fields
from cowriting.models import Room
from cowriting.rules import admit
from cowriting.sentences import sentences
from kit.access import Refused, signed_in

#: Where browsers find the room of a text.
SOCKET = "/ws/contributions/{}/"


def text_of(page_id: int) -> ContributionPage:
    """The text of a page, with what the writing page shows of it. Raises Http404."""
    pages = ContributionPage.objects.select_related("record__lead_group", "record__call")
    page = pages.filter(pk=page_id).first()
    if page is None:
        raise Http404
    return page


@private
@require_safe
def write(request: HttpRequest, page_id: int) -> HttpResponse:
    """The room of a text: written where the person may, else read as it is written.

    Raises Http404 for whoever may not be there.
    """
    page = text_of(page_id)
    if not admit(request.user, page).enters:
        raise Http404
    context = {
        "page": page,
        "record": page.record,
        "state": state_of(page),
        "data": writing_data(request, page),
        "content_language": settings.LANGUAGE_CODE,
    }
    response = render(request, "cowriting/write.html", context)
    response["Content-Security-Policy"] = _policy(request)
    return response


def _policy(request: HttpRequest) -> str:
    """Nothing from elsewhere, and no script or style but our files."""
    # Not every browser counts the socket of a site as the site itself.
    socket = f"{'wss' if request.is_secure() else 'ws'}://{request.get_host()}"
    return "; ".join(
        (
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "font-src 'self'",
            "img-src 'self' data:", f"connect-src 'self' {socket}", "frame-src 'self'",
            "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
        )
    )  # fmt: skip


def writing_data(request: HttpRequest, page: ContributionPage) -> dict[str, Any]:
    """What the script is given: see `Page` in `site/front/cowriting/src/page.ts`."""
    person = signed_in(request)
    assigns = text_rules.can(Verb.ASSIGN, person, page)
    extras, words = extras_for(person, page)
    epoch = Room.objects.filter(page=page.pk).values_list("epoch", flat=True).first()
    return {
        "socket": SOCKET.format(page.pk),
        "epoch": epoch,
        "schema": SCHEMA,
        "page": page.pk,
        "person": person.pk,
        "language": get_language(),
        "slots": list(TEXT_SLOTS),
        "types": block_types(),
        "fields": page_fields(),
        "words": sentences() | words,
        "writers": {
            key: {"name": row.person.public_name, "done": row.done_at is not None}
            for key, row in writers_by_block(page).items()
        },
        "urls": _addresses(request, page),
        "assigns": assigns,
        "people": [(one.pk, one.public_name) for one in writers_of(page)] if assigns else [],
        "carried": carried_tables(page),
        "remarks": None,
    } | extras


def _addresses(request: HttpRequest, page: ContributionPage) -> dict[str, str]:
    number = page.record.pk
    back = urlencode({"next": request.get_full_path()})
    return {
        "sharing": reverse("contributions:sharing", args=[number]),
        "refused": reverse("cowriting:refused", args=[number]),
        "sign_in": f"{resolve_url(settings.LOGIN_URL)}?{back}",
        "choose": reverse("writing:choose", args=[page.pk]),
        "files": reverse("writing:file", args=[page.pk]),
    }


@private
@require_POST
def version(request: HttpRequest, page_id: int) -> HttpResponse:
    """Give the text as it stands a number and a name; answers the script."""
    label = request.POST.get("label", "").strip()
    if not label:
        return JsonResponse({"error": _("Donnez un nom à cette version.")}, status=400)
    try:
        named = name_version(text_of(page_id), by=signed_in(request), label=label)
    except Refused as refused:
        return JsonResponse({"error": refused.reason}, status=403)
    return JsonResponse({"number": named.number, "label": named.label})
