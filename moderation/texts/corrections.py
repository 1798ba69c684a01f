"""Corrections of form that wait for a second person, and those that a centre contests, on the
desk of who may be that one."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Min, Q
from django.utils.translation import gettext_lazy as _

from contributions.models import ContributionPage, ContributionRecord
from contributions.selectors import records_of_groups
from errata.models import Contest, Correction, CorrectionQuerySet
from errata.rules import moderation_reads
from groups.enums import Role
from groups.rules import memberships_of
from kit.access import AnyUser
from moderation.queue import Row, Source, sources

from .rules import moderates


def waiting_on(record: ContributionRecord) -> list[Correction]:
    """The corrections of one text that nobody has decided on, the oldest first."""
    return list(Correction.objects.waiting().filter(record=record).order_by("proposed_at", "pk"))


def waiting_for(user: AnyUser, key: int | None = None) -> list[Correction]:
    """Twin of `errata.rules.verdict_on_deciding`: those that `user` may approve or refuse,
    in a constant number of queries; the one of a `key` alone, where there is one."""
    rows = Correction.objects.waiting().exclude(proposed_by=user.pk)
    return _before(user, rows.order_by("proposed_at", "pk"), key)


def contested_before(user: AnyUser, key: int | None = None) -> list[Correction]:
    """Twin of `errata.rules.verdict_on_ruling`: those that a centre contests and that `user`
    may at least undo."""
    contested = Contest.objects.open().values("correction")
    own = Contest.objects.filter(by=user.pk).values("correction")
    rows = Correction.objects.filter(pk__in=contested).exclude(pk__in=own)
    first = Min("contests__at", filter=Q(contests__ruling=""))
    return _before(user, rows.annotate(contested_at=first).order_by("contested_at", "pk"), key)


def _before(user: AnyUser, rows: CorrectionQuerySet, key: int | None) -> list[Correction]:
    """Those of texts whose corrections `user` decides on."""
    led = [group for group, role in memberships_of(user).items() if role == Role.COORDINATOR]
    if not user.is_active or not (led or moderates(user)):
        return []
    rows = rows.filter(record__trashed_at__isnull=True)
    rows = rows.select_related("version", "made", "record__lead_group")
    if key is not None:
        rows = rows.filter(pk=key)
    if not moderates(user):
        rows = rows.filter(record__in=records_of_groups(led))
    found = list(rows)
    if user.is_superuser or not moderates(user) or not found:
        return found
    return _read_by_the_moderation(found, led)


def _read_by_the_moderation(found: list[Correction], led: list[int]) -> list[Correction]:
    """Those whose words are before the moderation, or before the groups that one leads."""
    keys = {row.record_id for row in found}
    own = set(records_of_groups(led).filter(pk__in=keys).values_list("pk", flat=True))
    pages = ContributionPage.objects.with_states().filter(record__in=keys)
    pages = pages.select_related(
        "record__validated_version__corrects", "record__reviewed_version__corrects",
        "record__current_version__corrects",
    )  # fmt: skip
    known = {page.record.pk: page for page in pages.defer("body", "summary", "approach")}
    return [
        row for row in found if row.record_id in own or moderation_reads(known[row.record_id], row)
    ]


def _rows(user: AnyUser, key: int | None = None) -> Iterator[Row]:
    for one in waiting_for(user, key):
        group = one.record.lead_group
        yield Row(
            "correction", one.pk, one.version.title, group.title, one.proposed_at,
            one.get_absolute_url(), None, group.hue,
        )  # fmt: skip


def _contested(user: AnyUser, key: int | None = None) -> Iterator[Row]:
    for one in contested_before(user, key):
        group = one.record.lead_group
        yield Row(
            "contest", one.pk, one.version.title, group.title, one.contested_at,  # type: ignore[attr-defined]
            one.get_absolute_url(), None, group.hue,
        )  # fmt: skip


sources.register(
    Source("contest", _("Corrections contestées par un centre"), _contested, _contested)
)
sources.register(Source("correction", _("Corrections de forme à approuver"), _rows, _rows))
