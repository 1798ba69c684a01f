"""What authors of reactions are written: to confirm their address, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from discussion.enums import ReactionState
from discussion.models import Reaction
from notifications.kinds import kinds
from notifications.letters import absolute, letter
from notifications.outbox import post

from .links import challenge_of, token_of
from .news import tell_author

CONFIRM = kinds.name_letter("discussion.reaction_confirm", _("Réaction à confirmer"))
DECIDED = kinds.name_letter("discussion.reaction_letter", _("Réaction publiée ou masquée"))


def ask_to_confirm(reaction: Reaction) -> None:
    """Ask whoever reads this address whether they wrote; inside the caller's transaction.

    The letter holds nothing that the visitor typed: it may go to somebody else's address.
    """
    with translation.override(reaction.language), timezone.override(settings.TIME_ZONE):
        context = {
            "title": reaction.record.page.title,
            "url": absolute(reverse("discussion:reaction_confirm", args=[token_of(reaction)])),
        }
        message = letter("discussion/email/confirm.html", context, to=reaction.user_email)
        post(message, kind=CONFIRM, key=f"reaction-{reaction.pk}")


def tell_decision(reaction: Reaction) -> None:
    """Tell the author, by news for an account and by a letter otherwise."""
    if reaction.user is not None:
        tell_author(reaction)
    elif reaction.user_email:
        _write_to_visitor(reaction)


def _write_to_visitor(reaction: Reaction) -> None:
    hidden = reaction.state == ReactionState.HIDDEN
    page = reaction.record.page
    with translation.override(reaction.language), timezone.override(settings.TIME_ZONE):
        path = challenge_of(reaction) if hidden else f"{page.get_url()}#{reaction.anchor}"
        context = {
            "reaction": reaction, "title": page.title, "hidden": hidden,
            "url": absolute(path),
        }  # fmt: skip
        message = letter("discussion/email/decided.html", context, to=reaction.user_email)
        # Each decision is its own letter.
        post(message, kind=DECIDED, key=f"reaction-{reaction.pk}-{reaction.decisions.count()}")
