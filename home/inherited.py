"""What the network's coordination takes care of for groups that are closed or that nobody
coordinates: their published texts, and the proposals that stand in them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from contributions.models import ContributionPage
from contributions.withdrawals import groups_of
from groups.models import WorkingGroupPage
from proposals.models import Proposal


@dataclass(frozen=True)
class InheritedText:
    """A published text, and its proposals in their order."""

    page: ContributionPage
    proposals: list[Proposal]


@dataclass(frozen=True)
class Inherited:
    """What one group left, the latest text first."""

    group: WorkingGroupPage
    texts: list[InheritedText]


def inherited_from(left: Collection[int], *, lead: int | None = None) -> list[Inherited]:
    """What the public reads of the groups `left`, by the group that leads (`lead` alone, if
    given). A text that another group still takes care of is not inherited.

    In a constant number of queries.
    """
    texts = _texts(left, lead)
    proposals: dict[int, list[Proposal]] = {page.pk: [] for page in texts}
    standing = Proposal.objects.standing().filter(page__in=texts).order_by("position", "rank")
    for proposal in standing.only("page", "title", "position", "rank"):
        proposals[proposal.page_id].append(proposal)
    found: dict[int, Inherited] = {}
    for page in texts:
        group = page.record.lead_group
        line = found.setdefault(group.pk, Inherited(group, []))
        line.texts.append(InheritedText(page, proposals[page.pk]))
    return sorted(found.values(), key=lambda line: line.group.title)


def _texts(left: Collection[int], lead: int | None) -> list[ContributionPage]:
    if not left:
        return []
    pages = ContributionPage.objects.published().not_trashed()
    pages = pages.filter(record__lead_group__in=left if lead is None else {lead} & set(left))
    pages = pages.select_related("record__lead_group__record")
    pages = pages.prefetch_related("record__associated_groups")
    pages = pages.defer("body", "summary", "approach").order_by("-record__published_at", "-pk")
    return [page for page in pages if groups_of(page) <= frozenset(left)]
