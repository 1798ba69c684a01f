"""What a person may read today of the remarks that their news are about, read at once."""

from __future__ import annotations

from collections.abc import Iterable

from notifications.models import Notice
from people.models import User

from .models import Remark

_KEPT = "_remark_facts"

#: News of one person whose remarks are read together.
_AT_ONCE = 300


class RemarkFacts:
    """The words of the remarks that a person still reads, by their keys."""

    def __init__(self, person: User) -> None:
        self.person = person
        self._known: dict[int, Remark | None] = {}

    def get(self, key: int) -> Remark | None:
        """The remark with its root, when the person may read its words today."""
        if key not in self._known:
            self._read({key, *self._in_the_news()})
        return self._known.get(key)

    def _in_the_news(self) -> Iterable[int]:
        if self._known:
            return ()
        rows = Notice.objects.filter(person=self.person, kind__startswith="discussion.")
        found = rows.order_by("-pk").values_list("data__remark", flat=True)[:_AT_ONCE]
        return [key for key in found if isinstance(key, int)]

    def _read(self, keys: Iterable[int]) -> None:
        rows = Remark.objects.visible_to(self.person).filter(pk__in=keys)
        rows = rows.select_related("version", "root__version")
        self._known |= dict.fromkeys(keys) | {remark.pk: remark for remark in rows.order_by()}


def facts_of(person: User) -> RemarkFacts:
    """Kept on the account object, like what other rules remember (see `kit.access.forget`)."""
    kept: RemarkFacts | None = getattr(person, _KEPT, None)
    if kept is None:
        kept = RemarkFacts(person)
        setattr(person, _KEPT, kept)
    return kept
