"""What every act on a transmission begins with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from contributions.actions.base import locked, write_event
from contributions.enums import EventKind
from contributions.models import ContributionPage
from kit.access import Refused, require
from people.models import User
from proposals.models import Reply, Transmission
from proposals.notifications import tell_acknowledged
from proposals.rules import verdict_on_received


@contextmanager
def locked_reply(reply: Reply) -> Iterator[Reply]:
    """The answer, read again behind its text's lock; `record.page` is that very text. Raises
    Http404 for one that is gone."""
    with locked(reply.record.page) as text:
        rows = Reply.objects.select_for_update(of=("self",)).select_related(
            "version", "transmission"
        )
        fresh = rows.filter(pk=reply.pk, record=text.record).first()
        if fresh is None:
            raise Http404
        fresh.record = text.record
        yield fresh


class Over(Refused):
    """The transmission was ended, or came to its date, while somebody was answering."""


@contextmanager
def locked_transmission(transmission: Transmission) -> Iterator[Transmission]:
    """The transmission, read again behind its text's lock; `version.record.page` is that
    very text. Raises Http404 for one that is gone."""
    with locked(transmission.version.record.page) as text:
        rows = Transmission.objects.select_for_update(of=("self",)).select_related(
            "version", "addressee"
        )
        fresh = rows.filter(pk=transmission.pk, version__record=text.record).first()
        if fresh is None:
            raise Http404
        fresh.version.record = text.record
        yield fresh


def require_addressee(transmission: Transmission, by: User | None, when: datetime) -> None:
    """`by` is the account that received it, or nobody, who came by its link.

    Raises Over when it is no longer open, and Http404 for anybody else.
    """
    own = transmission.addressee_id == (by.pk if by else None)
    if own and not transmission.is_open(when):
        raise Over(_("Cette transmission est refermée : elle ne reçoit plus de réponse."))
    if by is not None:
        require(verdict_on_received(User.objects.get(pk=by.pk), transmission))
    elif not own:
        raise Http404


def note_receipt(
    text: ContributionPage, transmission: Transmission, by: User | None, when: datetime
) -> None:
    """Keep when a locked transmission was received, the first time alone, and tell it."""
    if transmission.acknowledged_at is not None:
        return
    transmission.acknowledged_at = when
    transmission.save(update_fields=["acknowledged_at"])
    write_event(
        text, EventKind.ACKNOWLEDGED, by, when, version=transmission.version,
        **said_of(transmission),
    )  # fmt: skip
    tell_acknowledged(text, transmission, when)


def said_of(transmission: Transmission) -> dict[str, Any]:
    """What the life of a text says of a transmission: no person, no address."""
    return {
        "transmission": transmission.pk,
        "organisation": transmission.organisation,
        "number": transmission.version.number,
    }


def told_of(reply: Reply) -> dict[str, Any]:
    """What the life of a text says of an answer: its words stay with it."""
    return {
        "reply": reply.pk, "organisation": reply.addressee, "number": reply.version.number,
        "state": reply.state,
        "blocks": [str(key) for key in reply.blocks.values_list("block_id", flat=True)],
    }  # fmt: skip
