"""People whom a remark names: `@` and their name, among those who read the text."""

from __future__ import annotations

import re

from django.db.models import Q, QuerySet

from contributions.models import ContributionRecord, ReadingGrant
from contributions.recipients import accounts, group_keys, in_groups
from people.models import User

from .models import Remark


def people_to_mention(record: ContributionRecord, root: Remark | None = None) -> QuerySet[User]:
    """Who reads a remark on the text, by name: the people of its groups, its named readers
    of the draft, and who began the thread."""
    grants = ReadingGrant.objects.current().filter(record=record, version__isnull=True)
    whom = [
        in_groups(group_keys(record)),
        Q(pk__in=grants.filter(person__isnull=False).values("person")),
        in_groups(grants.filter(group__isnull=False).values_list("group", flat=True)),
    ]
    if root is not None and root.user_id is not None:
        whom.append(Q(pk=root.user_id))
    return accounts(*whom).order_by("display_name", "pk")


def named_in(words: str, record: ContributionRecord, root: Remark | None = None) -> list[User]:
    """Those whom these words name. A longer name hides a shorter one that begins it."""
    if "@" not in words:
        return []
    people = sorted(people_to_mention(record, root), key=lambda one: -len(one.display_name))
    found: list[User] = []
    for person in people:
        pattern = name_in_words(person.display_name)
        words, times = re.subn(pattern, " ", words, flags=re.IGNORECASE)
        if times:
            found.append(person)
    return found


def name_in_words(name: str) -> str:
    """The pattern of a name behind its mark, whatever the white space in it."""
    loosely = r"\s+".join(re.escape(part) for part in name.split())
    return rf"(?<![\w@])@{loosely}(?!\w)"
