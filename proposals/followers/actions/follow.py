"""Ask to be told of what becomes of a proposal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.http import Http404

from contributions.records import lock_text
from kit.clock import moment
from people.models import User
from proposals.followers.letters import ask_to_confirm
from proposals.models import Follower, Proposal


def follow(
    proposal: Proposal,
    *,
    by: User | None = None,
    email: str = "",
    language: str = "fr",
    at: datetime | None = None,
) -> None:
    """An account follows at once; an address once its reader confirmed it by the link of a
    letter. Asking again changes nothing, and writes to an unconfirmed address at most once
    a day, and a few times a day for all that it would follow.

    Nothing is given back: whether an address follows already is its reader's business.
    Raises Http404 for a proposal that the public does not read, and ValueError without an
    account and an address.
    """
    when = moment(at)
    with transaction.atomic():
        lock_text(proposal.page_id)
        if not Proposal.objects.public().filter(pk=proposal.pk).exists():
            raise Http404
        if by is not None:
            Follower.objects.get_or_create(
                proposal=proposal, person=by, defaults={"asked_at": when, "confirmed_at": when}
            )
        elif email.strip():
            _ask(proposal, email.strip().lower(), language, when)
        else:
            raise ValueError("Who follows has an account or an address.")


def _ask(proposal: Proposal, email: str, language: str, when: datetime) -> None:
    row, _made = Follower.objects.get_or_create(proposal=proposal, email=email)
    if row.confirmed_at is not None:
        return
    row.asked_at, row.language = when, language
    row.save(update_fields=["asked_at", "language"])
    ask_to_confirm(row)
