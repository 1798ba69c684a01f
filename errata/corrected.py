"""A version with a correction in it, saved nowhere."""

from __future__ import annotations

from django.utils.translation import gettext as _

from contributions.actions.base import NotNow
from contributions.models import ContributionPage, Version
from cowriting.document.conversion import put_words, words_of_page
from cowriting.plain.parts import Part, with_part
from cowriting.record.base import Words
from kit.access import Refused

from .limits import Breach, breaches
from .models import Correction
from .targets import part_to_correct, words_of_version


class TooMuch(Refused):
    """More than the form would change; `breaches` says what, field by field."""

    def __init__(self, breaches: list[Breach]) -> None:
        super().__init__(" ".join(dict.fromkeys(each.why for each in breaches)))
        self.breaches = breaches


def moved_on() -> NotNow:
    return NotNow(_("Le texte a changé depuis : cette correction est à reprendre."))


def corrected(target: Version, correction: Correction) -> ContributionPage:
    """The words of `target`, corrected. Raises NotNow when it does not say the old words
    there, and TooMuch."""
    words, made = _put(target, correction)
    require_form_alone(target, words, words_of_page(made))
    return made


def require_form_alone(target: Version, words: Words, after: Words) -> None:
    """Raises TooMuch when more than the form changes between `words`, those of `target`, and
    `after`, or since the version that was frozen before any correction: a text is not
    rewritten step by step."""
    found = breaches(words, after) or breaches(words_of_version(_as_frozen(target)), after)
    if found:
        raise TooMuch(found)


def restored(target: Version, correction: Correction) -> ContributionPage:
    """The same, for a correction that gives a passage its former words back: they were
    answered and signed, and need no comparison."""
    return _put(target, correction)[1]


def _put(target: Version, correction: Correction) -> tuple[Words, ContributionPage]:
    made: ContributionPage = target.revision.as_object()
    words = words_of_page(made)
    part = part_to_correct(words, correction)
    if part is None:
        raise moved_on()
    put_words(made, with_part(words, Part(part.key, part.kind, {**part.value, **correction.after})))
    return words, made


def _as_frozen(version: Version) -> Version:
    """The version that answers were given to, before any correction of its form."""
    while version.corrects is not None:
        version = version.corrects
    return version
