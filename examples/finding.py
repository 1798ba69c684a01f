"""The finding that an example becomes: its words, and where it comes from."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from contributions.enums import SourceKind

from .models import Example

#: The longest title that reads as one.
_TITLE = 120
#: What the page's own fields hold.
_SOURCE = 255


def finding_of(example: Example) -> dict[str, Any]:
    """The value of the block, in the language of the texts."""
    title = title_of(example.what)
    whole = title == " ".join(example.what.split())
    words = [example.shows] if whole else [example.what, example.shows]
    return {
        "title": title,
        "text": "".join(_paragraphs(each) for each in words),
        "territory": example.place,
        "source_kind": SourceKind.FIELD.value,
        "source": provenance_of(example)[:_SOURCE],
    }


def title_of(words: str) -> str:
    """The words themselves when they are short, else their beginning."""
    line = " ".join(words.split())
    if len(line) <= _TITLE:
        return line
    return f"{line[:_TITLE].rsplit(' ', 1)[0]}…"


def provenance_of(example: Example) -> str:
    """Who transmitted it, and when: a centre, and no person's name."""
    with override(settings.LANGUAGE_CODE):
        when = date_format(timezone.localtime(example.at), "F Y", use_l10n=False)
        if example.centre is None:
            return _("Exemple transmis par une personne du réseau, %(when)s") % {"when": when}
        who = {"centre": example.centre.name, "when": when}
        return _("Exemple transmis par %(centre)s, %(when)s") % who


def _paragraphs(words: str) -> str:
    """Typed words as rich text: a paragraph a line, no markup of theirs."""
    lines = (line.strip() for line in words.splitlines())
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)
