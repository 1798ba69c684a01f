"""Who and what the story has at hand, by the `ref` of the data files."""

from __future__ import annotations

from dataclasses import dataclass, field

from contributions.models import ContributionPage, ContributionRecord
from discussion.models import Remark
from groups.models import WorkingGroupPage
from people.models import Centre, User


@dataclass
class Stage:
    """What was found or made so far; `new_people` are those whom this load created.

    What stands already belongs to the visitors of the demonstration, who may have
    changed it: only what is new is given mandates, groups and a story.
    """

    admin: User
    centres: dict[str, Centre] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    new_people: set[str] = field(default_factory=set)
    groups: dict[str, WorkingGroupPage] = field(default_factory=dict)
    new_groups: set[str] = field(default_factory=set)
    new_texts: set[str] = field(default_factory=set)
    remarks: dict[str, Remark] = field(default_factory=dict)

    @property
    def network(self) -> User:
        """The national coordination, by whom groups and calls are opened."""
        return self.people["u08"]

    def text(self, ref: str) -> ContributionPage:
        """A text as the database has it now."""
        return ContributionRecord.objects.select_related("page").get(ref=ref).page
