"""What the link of a transmission opens: its one version, and that version's files."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import translation

from kit.clock import moment
from people.invitations import hash_of

from .models import Transmission


def transmission_of(token: str) -> Transmission:
    """The transmission of a token, open or over. Raises Http404 for a token of none."""
    rows = Transmission.objects.with_all().filter(addressee__isnull=True)
    found = rows.filter(token_hash=hash_of(token)).first()
    if found is None:
        raise Http404
    return found


def open_transmission_of(token: str) -> Transmission:
    """The same, where it still opens its version. Raises Http404."""
    found = transmission_of(token)
    if not opens(found):
        raise Http404
    return found


def opens(transmission: Transmission, at: datetime | None = None) -> bool:
    """Whether it opens its version: neither ended nor over, of a text that is not in the
    trash. A withdrawn text is still read by whom it was transmitted to."""
    in_trash = transmission.version.record.trashed_at is not None
    return transmission.is_open(moment(at)) and not in_trash


def address_of(token: str, language: str) -> str:
    """The whole address of a link, in the language of its addressee."""
    with translation.override(language):
        path = reverse("proposals:by_link", args=[token])
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path
