"""What a letter of notices says to its reader, at the moment at which it leaves."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from kit.demonstration import unmarked

from .kinds import Kind, Line, kinds
from .letters import Words, absolute, reading_as, written
from .models import Letter, Notice
from .unsubscribing import address_to_stop

if TYPE_CHECKING:
    from people.models import User

logger = logging.getLogger(__name__)

#: The `kind` of a letter that gathers news.
DIGEST = kinds.name_letter("notifications.digest", _l("Nouvelles rassemblées"))


@dataclass(frozen=True)
class Told:
    """One notice as its reader sees it."""

    notice: Notice
    kind: Kind
    line: Line

    @property
    def url(self) -> str:
        return absolute(self.line.url)

    @property
    def about(self) -> str:
        """Empty when the title of the page that it hangs on says it already."""
        scope = self.notice.scope
        same = scope is not None and unmarked(self.line.about) == unmarked(scope.title)
        return "" if same else self.line.about


@dataclass
class Section:
    """The lines of a digest that hang on one page, gathered by what they are about: those
    about the page itself come first, since no title would part them from others."""

    title: str
    parts: dict[str, list[Told]] = field(default_factory=lambda: {"": []})


def tell(notice: Notice, person: User) -> Told | None:
    """What this person reads of it, in the language of the moment; None when they may not
    know it (any more), or when the room that tells it is gone."""
    kind = notice.news
    if kind is None or not kind.may_know(person, notice):
        return None
    return Told(notice, kind, kind.line(notice.data, person))


def told(notices: Iterable[Notice], person: User) -> list[Told]:
    """Those that this person may know. One that cannot be told does not silence others."""
    lines = []
    for notice in notices:
        try:
            line = tell(notice, person)
        except Exception:
            logger.exception("A notice of %s cannot be told", notice.kind)
            continue
        if line is not None:
            lines.append(line)
    return lines


def words_of(letter: Letter) -> Words | None:
    """What a letter says now; None when there is nothing (left) to say.

    Sets the address and language of a letter that was not posted with its words.
    """
    if letter.subject or letter.text:
        return Words(letter.subject, letter.text, letter.html)
    person = letter.person
    if person is None or not person.is_active:
        return None
    _address(letter, person)
    notices = letter.notices.select_related("scope").order_by("-at", "-pk")
    if letter.kind == DIGEST:
        notices = notices.filter(read_at__isnull=True)
    with reading_as(person):
        lines = told(notices, person)
        if not lines:
            return None
        return _digest(lines, letter) if letter.kind == DIGEST else _notice(lines[0], letter)


def headers_of(letter: Letter) -> dict[str, str]:
    """One click stops what may be stopped (RFC 8058)."""
    stop = address_to_stop(letter)
    if not stop:
        return {}
    return {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _address(letter: Letter, person: User) -> None:
    letter.address, letter.language = person.email, person.language
    letter.save(update_fields=["address", "language"])


def _notice(one: Told, letter: Letter) -> Words:
    said = " · ".join(words for words in (one.line.headline, one.line.about) if words)
    subject = one.kind.label if one.line.private else said
    context = {"one": one, "subject": subject, **_less(letter)}
    return written("email/notice.html", context)


def _less(letter: Letter) -> dict[str, str]:
    """Where the reader stops these letters, or chooses how many come."""
    choices = absolute(reverse("notifications:preferences"))
    return {"stop": address_to_stop(letter), "choices": choices}


def _digest(lines: list[Told], letter: Letter) -> Words:
    """Pages in the order of their newest line, and so for what the lines are about."""
    sections: dict[int, Section] = {}
    for one in lines:
        scope = one.notice.scope
        title = scope.title if scope else str(_("Pour vous"))
        section = sections.setdefault(scope.pk if scope else 0, Section(title))
        section.parts.setdefault(one.about, []).append(one)
    count = len(lines)
    words = ngettext("%(count)s nouvelle", "%(count)s nouvelles", count) % {"count": count}
    context = {"sections": sections.values(), "words": words, **_less(letter)}
    return written("email/digest.html", context)
