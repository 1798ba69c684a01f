"""What a meeting may talk about, and who may be named in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from contributions.models import ContributionRecord
from contributions.selectors import records_of_groups
from groups.models import Membership, WorkingGroupPage
from kit.access import Refused
from people.models import User
from people.querysets import current_at
from proposals.models import Proposal


def texts_of(group: WorkingGroupPage) -> QuerySet[ContributionRecord]:
    """The group's texts that are not in the trash, the latest begun first."""
    records = records_of_groups([group.pk]).filter(trashed_at__isnull=True)
    return records.select_related("page").defer("page__body").order_by("-created_at", "-pk")


def proposals_of(group: WorkingGroupPage) -> QuerySet[Proposal]:
    """The published proposals of the group's texts that still stand there."""
    rows = Proposal.objects.filter(page__record__in=texts_of(group), removed_at__isnull=True)
    return rows.order_by("-page_id", "position", "rank")


def people_at(group: WorkingGroupPage, at: datetime) -> list[Membership]:
    """Who was in the group at a moment, and for whom; by centre, then name."""
    rows = Membership.objects.filter(current_at(at), group=group)
    found = {row.person_id: row for row in rows.select_related("person", "centre")}
    return sorted(
        found.values(),
        key=lambda row: (row.centre is None, str(row.centre or ""), row.person.display_name),
    )


def with_own_texts(rows: QuerySet[Any], group: WorkingGroupPage) -> list[Any]:
    """Points or decisions with `shown_text`, the text that each is about while it is the
    group's: the title of one that moved away is no longer its people's to read."""
    found = list(rows.select_related("text__page", "proposal"))
    keys = {row.text_id for row in found if row.text_id}
    own = set(texts_of(group).filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
    for row in found:
        row.shown_text = row.text if row.text_id in own else None
    return found


def checked_text(group: WorkingGroupPage, text: ContributionRecord | None) -> None:
    """Raises Refused for a text that is not the group's."""
    if text is not None and not texts_of(group).filter(pk=text.pk).exists():
        raise Refused(_("Ce texte n'est pas de ce groupe."))


def checked_proposal(group: WorkingGroupPage, proposal: Proposal | None) -> None:
    """Raises Refused for a proposal of other groups."""
    if proposal is not None and not proposals_of(group).filter(pk=proposal.pk).exists():
        raise Refused(_("Cette proposition n'est pas de ce groupe."))


def checked_member(group: WorkingGroupPage, person: User | None) -> None:
    """Raises Refused for somebody who is not in the group today."""
    rows = Membership.objects.current().filter(group=group)
    if person is not None and not rows.filter(person=person).exists():
        raise Refused(_("Cette personne n'est pas membre du groupe."))
