"""Who writes what in a text, as its people see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from groups.models import Membership
from kit.access import AnyUser, Verdict, answer_for
from people.models import User
from people.querysets import current_at

from .models.assignments import BlockAssignment
from .models.record import ContributionRecord
from .outline import Block, outline_of
from .standing import Case

if TYPE_CHECKING:
    from .models import ContributionPage


@dataclass(frozen=True)
class Share:
    """A block and who writes it; `block` is None once it is gone from the text."""

    block: Block | None
    assignment: BlockAssignment | None

    @property
    def title(self) -> str:
        if self.block:
            return self.block.title
        return self.assignment.title if self.assignment else ""


def verdict_on_sharing(user: AnyUser, page: ContributionPage) -> Verdict:
    """Who writes what is its people's alone: it tells names, and titles of blocks."""
    case = Case(user, page)
    return answer_for(user, case.superuser or case.member, may_know=False)


def shares_of(page: ContributionPage) -> list[Share]:
    """Every block of the draft with who writes it, then what was entrusted and is gone."""
    rows = BlockAssignment.objects.standing().filter(record=page.record)
    rows = rows.filter(Q(done_at__isnull=False) | Exists(_seat(None)))
    held = {row.block_id: row for row in rows.select_related("person", "assigned_by")}
    shares = [Share(block, held.pop(block.key, None)) for block in outline_of(page)]
    return shares + [Share(None, row) for row in held.values()]


def writers_by_block(page: ContributionPage) -> dict[str, BlockAssignment]:
    """What is being written, by the id of its block."""
    rows = without_orphans(BlockAssignment.objects.owed().filter(record=page.record))
    return {row.block_id: row for row in rows.select_related("person")}


def writers_of(page: ContributionPage) -> list[User]:
    """Who may be entrusted with a block: the people of the text's groups today, by name."""
    associated = page.record.associated_groups.values_list("pk", flat=True)
    rows = Membership.objects.current().filter(group__in=[page.record.lead_group_id, *associated])
    return list(User.objects.filter(pk__in=rows.values("person")).order_by("display_name", "pk"))


def owed_by(user: AnyUser) -> QuerySet[BlockAssignment]:
    """What `user` still has to write, the soonest first."""
    if not user.is_authenticated or not user.is_active:
        return BlockAssignment.objects.none()
    rows = without_orphans(BlockAssignment.objects.owed().filter(person=user.pk))
    return _with_texts(rows)


def owed_in(records: QuerySet[ContributionRecord]) -> QuerySet[BlockAssignment]:
    """What the people of these texts still have to write, the soonest first."""
    return _with_texts(without_orphans(BlockAssignment.objects.owed().filter(record__in=records)))


def orphans(at: datetime | None = None) -> QuerySet[BlockAssignment]:
    """Blocks entrusted to somebody who is in none of the text's groups any more."""
    return BlockAssignment.objects.unwritten().exclude(Exists(_seat(at)))


def without_orphans(
    rows: QuerySet[BlockAssignment], at: datetime | None = None
) -> QuerySet[BlockAssignment]:
    return rows.filter(Exists(_seat(at)))


def _seat(at: datetime | None) -> QuerySet[Membership]:
    """The membership by which the person of an assignment writes in its text."""
    associated = ContributionRecord.associated_groups.through.objects.filter(
        contributionrecord=OuterRef(OuterRef("record")),
        workinggrouppage=OuterRef("group"),
    )
    return Membership.objects.filter(
        Q(group=OuterRef("record__lead_group")) | Exists(associated),
        current_at(at), person=OuterRef("person"), person__is_active=True,
    )  # fmt: skip


def _with_texts(rows: QuerySet[BlockAssignment]) -> QuerySet[BlockAssignment]:
    rows = rows.select_related("person", "record__page", "record__lead_group")
    rows = rows.defer("record__page__body", "record__page__summary", "record__page__approach")
    return rows.order_by("due", "pk")
