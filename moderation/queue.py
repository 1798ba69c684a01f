"""One queue of everything that waits for one person's decision, the most pressing first.

What waits is each room's to say: a `Source` finds it. Nobody is shown what they could not
decide, and the number of queries does not depend on how much waits.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise

from kit.access import AnyUser, Registry

from .models import Claim


@dataclass(frozen=True)
class Row:
    """One thing to decide: `title` says what, `place` of what, `url` where.

    `since` and `due` are moments; without `due` it is only old. `is_content`: the title is
    the words of a content, in its language.
    """

    kind: str
    key: int
    title: str
    place: str
    since: datetime
    url: str
    due: datetime | None = None
    hue: str = ""
    claim: Claim | None = None
    overdue: bool = False
    is_content: bool = True

    @property
    def label(self) -> str:
        """What kind of thing it is, in the words of its source."""
        source = source_of(self.kind)
        return str(source.label) if source else self.kind

    @property
    def order(self) -> tuple[bool, float, float]:
        """Dated ones first, the most overdue before all; then the oldest."""
        return self.due is None, self.due.timestamp() if self.due else 0.0, self.since.timestamp()


@dataclass(frozen=True)
class Source:
    """One kind of thing to decide: `find` gives what waits for a person, `one` the thing of
    a key alone, where it can be asked for without the others."""

    kind: str
    label: str | Promise
    find: Callable[[AnyUser], Iterable[Row]]
    one: Callable[[AnyUser, int], Iterable[Row]] | None = None


#: In the order in which the desk names them.
sources: Registry[Source] = Registry()


def source_of(kind: str) -> Source | None:
    return next((source for source in sources if source.kind == kind), None)


def queue_of(user: AnyUser, at: datetime | None = None) -> list[Row]:
    """Everything that waits for `user`, each with who took it."""
    now = at or timezone.now()
    rows = [row for source in sources for row in source.find(user)]
    if not rows:
        return []
    claims = Claim.objects.current(now).select_related("person")
    taken = {(claim.kind, claim.key): claim for claim in claims}
    told = (
        replace(row, claim=taken.get((row.kind, row.key)), overdue=bool(row.due and row.due < now))
        for row in rows
    )
    return sorted(told, key=lambda row: row.order)


def waiting_besides(user: AnyUser, kinds: Container[str], at: datetime | None = None) -> list[Row]:
    """What waits for `user` of all kinds but these, for a page that tells of these itself;
    in no order, and without who took it."""
    now = at or timezone.now()
    rows = (row for source in sources if source.kind not in kinds for row in source.find(user))
    return [replace(row, overdue=bool(row.due and row.due < now)) for row in rows]


def find_row(user: AnyUser, kind: str, key: int) -> Row | None:
    """One thing of the queue of `user`; None when it waits for them no more, or never did."""
    source = source_of(kind)
    if source is None:
        return None
    rows = source.one(user, key) if source.one else source.find(user)
    return next((row for row in rows if row.key == key), None)
