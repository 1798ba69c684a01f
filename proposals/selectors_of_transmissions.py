"""Questions that pages ask of transmissions, each in a constant number of queries."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from contributions.models import ContributionPage, ContributionRecord, Version
from kit.access import AnyUser
from kit.clock import moment
from people.enums import MandateKind
from people.models import Mandate, User

from .models import Reply, Transmission
from .rules import received_by, transmissible


def partners() -> QuerySet[User]:
    """The accounts to which one may transmit today."""
    mandates = Mandate.objects.current().filter(kind=MandateKind.PARTNER)
    rows = User.objects.filter(pk__in=mandates.values("person"), is_active=True)
    return rows.order_by("display_name", "pk")


def sent_of(
    record: ContributionRecord, at: datetime | None = None
) -> tuple[list[Transmission], list[Transmission]]:
    """To whom a text was transmitted: what stands open, then what is over; each with
    `replied`, how many answers came by it."""
    when = moment(at)
    rows = Transmission.objects.filter(version__record=record).annotate(replied=Count("replies"))
    rows = rows.select_related("version", "addressee", "sent_by")
    found: list[Transmission] = list(rows.order_by("-sent_at", "-pk"))
    standing = [each for each in found if each.is_open(when)]
    return standing, [each for each in found if not each.is_open(when)]


def received(user: AnyUser) -> QuerySet[Transmission]:
    """What is open to a partner, the latest first, without a word of the texts."""
    rows = received_by(user).annotate(replied=Count("replies"))
    rows = rows.select_related("version__record__page", "version__record__lead_group", "sent_by")
    words = ("body", "summary", "approach")
    return rows.defer(*(f"version__record__page__{name}" for name in words)).order_by(
        "-sent_at", "-pk"
    )


def still_to_answer(user: AnyUser) -> list[Transmission]:
    """What a partner has not received, or not answered at all, but for withdrawn texts, which
    wait for nothing; one query for who is one."""
    asked = received(user).filter(version__record__withdrawn_at__isnull=True)
    return list(asked.filter(replies__isnull=True))


def versions_answered(page: ContributionPage) -> list[Version]:
    """The versions of a text that an answer may be about: those that were handed on or
    published, the latest first."""
    keys = [version.pk for version in transmissible(page)]
    handed = Q(pk__in=keys) | Q(transmissions__isnull=False) | Q(published_at__isnull=False)
    rows = page.record.versions.filter(handed).distinct().select_related("revision")
    return list(rows.order_by("-number"))


def replies_by(transmission: Transmission) -> QuerySet[Reply]:
    """What its addressee answered, the latest first; what others recorded for them is the
    group's."""
    rows = transmission.replies.filter(recorded_by=transmission.addressee_id)
    rows = rows.select_related("document", "recorded_by", "transmission").prefetch_related("blocks")
    return rows.order_by("-dated", "-recorded_at", "-pk")
