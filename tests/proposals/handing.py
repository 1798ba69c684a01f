"""What the tests of transmissions and answers share."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from contributions.enums import EventKind
from contributions.models import ContributionPage, Version
from proposals.actions.record_reply import Said, answer_transmission
from proposals.actions.transmit import Addressee, transmit
from proposals.answering import proposal_blocks_of
from proposals.models import Reply, Transmission
from tests.cast import Cast, text_in

AGENCY = "Agence du Sud"


def version_of(page: ContributionPage) -> Version:
    """The version of a text that may be transmitted."""
    version = page.record.validated_version or page.record.current_version
    assert version is not None
    version.record = page.record
    return version


def to_partner(cast: Cast, page: ContributionPage | None = None, **more: Any) -> Transmission:
    """A version handed to the account of the cast's partner."""
    version = version_of(page or text_in(cast, "published"))
    to = Addressee(more.pop("organisation", AGENCY), account=cast.partner)
    return transmit(version, to=to, by=cast.coordinator, **more)[0]


def by_link(
    cast: Cast, page: ContributionPage | None = None, **more: Any
) -> tuple[Transmission, str]:
    """A version handed to a person without an account; the transmission and its token."""
    version = version_of(page or text_in(cast, "published"))
    organisation, email = more.pop("organisation", "Ville du Nord"), more.pop("email", "ana@ailleurs.org")  # fmt: skip
    to = Addressee(organisation, name="Ana Lopes", email=email)
    facts = {"until": timezone.now() + timedelta(days=90)} | more
    return transmit(version, to=to, by=cast.coordinator, **facts)


def blocks_of(version: Version) -> list[str]:
    return [str(block.id) for block in proposal_blocks_of(version)]


def said(version: Version, **more: Any) -> Said:
    """An answer to the first proposal of a version."""
    facts: dict[str, Any] = {
        "state": "under_study", "blocks": blocks_of(version)[:1],
        "dated": timezone.localdate(), "words": "Nous l'étudions.",
    }  # fmt: skip
    return Said(**{**facts, **more})


def answered(cast: Cast, sent: Transmission, **more: Any) -> Reply:
    """What the partner answers by their account."""
    agreed = more.pop("agreed", False)
    return answer_transmission(sent, said(sent.version, **more), by=cast.partner, agreed=agreed)


def a_day(days: int = 0) -> date:
    return timezone.localdate() + timedelta(days=days)


def page_url(page: ContributionPage) -> str:
    """Where a text is transmitted."""
    return reverse("proposals:transmissions", args=[page.record.pk])


def link_url(token: str, name: str = "by_link", *args: Any) -> str:
    return reverse(f"proposals:{name}", args=[token, *args])


def events(page: ContributionPage, kind: EventKind) -> int:
    """How many lines of this kind the life of a text has."""
    return page.record.events.filter(kind=kind).count()
