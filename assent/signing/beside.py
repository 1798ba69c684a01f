"""Where signatures are found from the page of a text's work, and from the public text."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from assent.signing.rules import may_still_sign, verdict_on_seeing
from assent.signing.selectors import window_now
from contributions.beside import Beneath, WorkLink
from contributions.models import ContributionPage
from kit.access import AnyUser
from people.rules import mandates_of


def links(user: AnyUser, page: ContributionPage) -> list[WorkLink]:
    """To who may see them, once the text was validated; a centre that has not signed is
    led to it, in time or late."""
    window = window_now(page.record)
    if window is None or not verdict_on_seeing(user, page):
        return []
    waits = may_still_sign(user, page, window)
    words = _("Signer pour votre centre") if waits else _("Voir les signatures des centres")
    return [WorkLink(reverse("assent:signatures", args=[page.record.pk]), words)]


def way_to_sign(request: HttpRequest, page: ContributionPage) -> Beneath | None:
    """Under the text that everyone reads, for who speaks for a centre that has not signed;
    a visitor costs no query."""
    if not request.user.is_authenticated or not mandates_of(request.user).centres:
        return None
    window = window_now(page.record)
    if window is None or not may_still_sign(request.user, page, window):
        return None
    address = reverse("assent:signatures", args=[page.record.pk])
    return Beneath("assent/components/sign_link.html", address)
