"""Every component in its states, from its real template: what `/patterns/` shows.

Each app says in its `patterns.py` how its components look with sample contents, which
come from no database. Those modules are read when the page is first asked for, as
Wagtail does with hooks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

Words = str | Promise
#: What a template is given, by the name of the state that it then shows.
States = Mapping[Words, Mapping[str, object]]


class Chapter(TextChoices):
    GROUND = "fondations", _("Fondations")
    WORDS = "mots", _("Mots et signes")
    LISTS = "listes", _("Listes")
    FORMS = "formulaires", _("Actions et formulaires")
    TEXTS = "textes", _("Lire un texte")
    WORK = "travail", _("Travailler ensemble")


@dataclass(frozen=True)
class Pattern:
    template: str
    title: Words
    chapter: Chapter
    states: Callable[[], States]

    @property
    def name(self) -> str:
        """Its anchor on the page."""
        return re.sub(r"[^a-z]+", "-", self.template.removesuffix(".html"))


@dataclass(frozen=True)
class Sample:
    """One state, and the HTML of its template."""

    label: Words
    html: SafeString


class Showcase:
    """The patterns of the house, and the components that are seen elsewhere."""

    def __init__(self) -> None:
        self.patterns: dict[str, Pattern] = {}
        self.elsewhere: dict[str, Words] = {}

    def pattern(
        self, template: str, *, title: Words, chapter: Chapter
    ) -> Callable[[Callable[[], States]], Callable[[], States]]:
        """Registers a function that returns the states of `template`."""

        def register(states: Callable[[], States]) -> Callable[[], States]:
            if template in self.patterns:
                raise ValueError(f"{template} is shown twice.")
            self.patterns[template] = Pattern(template, title, chapter, states)
            return states

        return register

    def seen_elsewhere(self, template: str, reason: Words) -> None:
        """`template` is part of what another one shows, or of this very page."""
        self.elsewhere[template] = reason

    def discover(self) -> Showcase:
        autodiscover_modules("patterns")
        return self

    def chapters(self) -> Iterator[tuple[Chapter, list[Pattern]]]:
        for chapter in Chapter:
            patterns = [each for each in self.patterns.values() if each.chapter == chapter]
            if patterns:
                yield chapter, patterns


showcase = Showcase()


def samples(pattern: Pattern, request: HttpRequest) -> list[Sample]:
    """Each state of `pattern` as its template draws it; none of them takes the focus."""
    drawn = []
    for label, context in pattern.states().items():
        html = render_to_string(pattern.template, dict(context), request)
        drawn.append(Sample(label, SafeString(html.replace(" autofocus", ""))))
    return drawn
