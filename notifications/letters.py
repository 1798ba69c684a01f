"""How a letter is written: one template, from which its subject and its plain text come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from email.utils import make_msgid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from kit.languages import address_decides, in_language
from kit.typography import spaced

from .plain_text import plain, title

if TYPE_CHECKING:
    from people.models import User

#: What ends a line, or is not seen, and has no place in a header; no-break spaces have.
_ENDS = re.compile(r"[\x00-\x20\x7f\x85\u2028\u2029]+")


@dataclass(frozen=True)
class Words:
    """What a letter says, in its two forms."""

    subject: str
    text: str
    html: str


def written(template: str, context: Mapping[str, Any]) -> Words:
    """The words of a template that extends `email/message.html`, in the language and the
    time zone of the moment. Its `subject` block is the subject."""
    html = spaced(render_to_string(template, {"demonstration": settings.DEMONSTRATION, **context}))
    return Words(subject=one_line(title(html)), text=plain(html), html=html)


def letter(
    template: str,
    context: Mapping[str, Any],
    *,
    to: str,
    language: str = "",
    person: User | None = None,
) -> EmailMultiAlternatives:
    """A message for `outbox.post`: for a person, in `language`, or as the moment speaks."""
    speaking = reading_as(person, language) if person or language else nullcontext()
    with speaking:
        words = written(template, context)
    message = EmailMultiAlternatives(words.subject, words.text, to=[to])
    message.attach_alternative(words.html, "text/html")
    return message


@contextmanager
def reading_as(person: User | None, language: str = "") -> Iterator[None]:
    """Speak a person's language in their time zone; without one, `language` and the site's."""
    spoken = language or (person.language if person else "") or settings.LANGUAGE_CODE
    zone = person.zone if person else timezone.get_default_timezone()
    with translation.override(spoken), timezone.override(zone):
        yield


def absolute(path: str) -> str:
    """The whole address of a path of this site, in the language that is spoken."""
    if not path or "://" in path:
        return path
    if address_decides(path):
        path = in_language(path, translation.get_language() or settings.LANGUAGE_CODE)
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def one_line(words: object) -> str:
    """What a header may hold of `words`, which somebody may have typed."""
    return _ENDS.sub(" ", str(words)).strip()[:250]


def new_message_id() -> str:
    """A name for one letter, for ever: the same at every attempt to send it."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return make_msgid(domain=domain)
