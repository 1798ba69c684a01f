"""The kinds of news, which rooms register at start-up, and the line that tells one; the
words for every kind of letter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .enums import Cadence

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from people.models import User

    from .models import Notice


@dataclass(frozen=True)
class Line:
    """What one person reads of one event.

    `words` are the words themselves (a remark, a reason), plain text. `url` is a path.
    `private`: the headline may hold what its readers alone know, and so is never the
    subject of a letter. `about` gathers lines in a digest: the title of a text, say.
    """

    headline: str
    words: str = ""
    url: str = ""
    private: bool = True
    about: str = ""


def _anyone(person: User, notice: Notice) -> bool:
    return True


@dataclass(frozen=True)
class Kind:
    """One kind of news, `<app>.<what>`: its name is stored for ever.

    `line` is called in the person's language and time zone. `may_know` is asked when the
    news is listed and again when a letter leaves. `fixed`: nobody can silence it.
    """

    name: str
    label: StrOrPromise
    line: Callable[[dict[str, Any], User], Line]
    default: Cadence = Cadence.DAILY
    may_know: Callable[[User, Notice], bool] = _anyone
    fixed: bool = False


class Kinds:
    """Every kind, by name, in the order of the rooms."""

    def __init__(self) -> None:
        self._kinds: dict[str, Kind] = {}
        self._letters: dict[str, StrOrPromise] = {}

    def register(self, kind: Kind) -> Kind:
        """Raises ValueError when the name is another kind's."""
        if kind.name in self._letters or self._kinds.setdefault(kind.name, kind) != kind:
            raise ValueError(f"Two kinds of news are called {kind.name}.")
        return kind

    def name_letter(self, name: str, label: StrOrPromise) -> str:
        """Give words to the letters that tell no news of a kind: those posted with their own
        words, and digests. Gives the name back; raises ValueError when it is taken."""
        if name in self._kinds or self._letters.setdefault(name, label) != label:
            raise ValueError(f"Two kinds of letters are called {name}.")
        return name

    def letter_names(self) -> frozenset[str]:
        """What `name_letter` was given."""
        return frozenset(self._letters)

    def get(self, name: str) -> Kind | None:
        """None for the news of a room that is gone."""
        return self._kinds.get(name)

    def label_of(self, name: str) -> str:
        """The words of a kind of news or letters; its name when no room registers it any more."""
        kind = self.get(name)
        return str(kind.label if kind else self._letters.get(name, name))

    def __getitem__(self, name: str) -> Kind:
        return self._kinds[name]

    def __contains__(self, name: object) -> bool:
        return name in self._kinds

    def __iter__(self) -> Iterator[Kind]:
        return iter(self._kinds.values())


kinds = Kinds()
