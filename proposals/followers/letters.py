"""What addresses without an account are written: a link to confirm, then what happens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from notifications.kinds import kinds
from notifications.letters import absolute, letter
from notifications.models import Letter
from notifications.outbox import post
from proposals.models import Follower

from .links import stop_token_of, token_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CONFIRM = kinds.name_letter("proposals.follow_confirm", _("Suivi d'une proposition à confirmer"))
TOLD = kinds.name_letter("proposals.follow_letter", _("Nouvelle d'une proposition suivie"))


#: How many letters to confirm one address gets in a day, from whoever types it.
ASKED_A_DAY = 3


def ask_to_confirm(follower: Follower) -> None:
    """Ask whoever reads this address whether they want to follow; inside the caller's
    transaction. It may be somebody else's address: once a day is enough for one proposal,
    and `ASKED_A_DAY` times for all of them."""
    proposal, since = follower.proposal, follower.asked_at - timedelta(days=1)
    lately = Letter.objects.filter(kind=CONFIRM, address=follower.email, created_at__gt=since)
    if lately.count() >= ASKED_A_DAY:
        return
    with translation.override(follower.language), timezone.override(settings.TIME_ZONE):
        context = {
            "number": proposal.number, "title": proposal.page.title,
            "url": absolute(reverse("proposals:follow_confirm", args=[token_of(follower)])),
        }  # fmt: skip
        message = letter("proposals/email/follow_confirm.html", context, to=follower.email)
        # The text is in the key: a mask finds the letters that quote its title.
        day = f"{timezone.localdate(follower.asked_at):%Y%m%d}"
        key = f"text-{proposal.page.record.pk}-follow-{follower.pk}-{day}"
        post(message, kind=CONFIRM, key=key)


def inside_a_sentence(label: StrOrPromise) -> str:
    """What happened, after a colon."""
    words = str(label)
    return words[:1].lower() + words[1:]


def write_news(
    followers: Sequence[Follower], *, key: str, what: StrOrPromise, **context: Any
) -> None:
    """One letter to one address, about all its proposals that one event touches: `what`
    happened, in its language."""
    first = followers[0]
    with translation.override(first.language), timezone.override(settings.TIME_ZONE):
        token = stop_token_of(followers)
        stop = absolute(reverse("proposals:follow_stop", args=[token]))
        message = letter(
            "proposals/email/follow_told.html",
            {
                "what": what, "said": inside_a_sentence(what),
                "numbers": [row.proposal_id for row in followers], "stop": stop,
                "url": absolute(reverse("proposals:proposal", args=[first.proposal_id])),
                **context,
            },
            to=first.email,
        )  # fmt: skip
        _let_stop(message, stop)
        post(message, kind=TOLD, key=f"{key}-{first.pk}")


def _let_stop(message: EmailMultiAlternatives, stop: str) -> None:
    """One click in the mail program (RFC 8058)."""
    message.extra_headers["List-Unsubscribe"] = f"<{stop}>"
    message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
