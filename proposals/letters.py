"""What addressees without an account are written."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from notifications.kinds import kinds
from notifications.letters import letter, one_line
from notifications.outbox import LATE, post

from .models import Transmission
from .transmission_links import address_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TRANSMISSION = kinds.name_letter("proposals.transmission", _("Contribution transmise par un lien"))
BECAME = kinds.name_letter("proposals.transmission_became", _("Ce que devient une contribution transmise"))  # fmt: skip


def send_transmission(transmission: Transmission, token: str) -> None:
    """Hand the letter of a link to the outbox, inside the caller's transaction.

    It holds nothing of the text, not even its title: a letter may be read by others than
    its addressee.
    """
    with translation.override(transmission.language), timezone.override(settings.TIME_ZONE):
        sender = transmission.sent_by
        context = {
            "transmission": transmission,
            "who": one_line(sender.public_name) if sender else "",
            "url": address_of(token, transmission.language),
        }
        message = letter("proposals/email/transmission.html", context, to=transmission.email)
        post(message, kind=TRANSMISSION, key=f"{TRANSMISSION}:{transmission.token_hash}")


def write_what_became(
    transmission: Transmission, kind: str, said: StrOrPromise, at: datetime
) -> None:
    """Say what became of the text, or of what they answered, at most one letter of a kind a
    day; its address is known to its holder alone, and is not repeated."""
    if timezone.now() - at > LATE:
        return
    with translation.override(transmission.language), timezone.override(settings.TIME_ZONE):
        context = {"transmission": transmission, "said": str(said)}
        message = letter("proposals/email/became.html", context, to=transmission.email)
        post(message, kind=BECAME, key=f"{transmission.pk}:{kind}:{timezone.localdate(at)}")
