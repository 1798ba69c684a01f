"""Which version of a text a correction is about today."""

from __future__ import annotations

from collections.abc import Iterator

from contributions.amending import version_of_the_public, version_under_decision
from contributions.models import ContributionPage, Version
from cowriting.document import values
from cowriting.document.conversion import words_of_page
from cowriting.plain.parts import Part, part_in
from cowriting.record.base import Words

from .models import Correction


def targets_of(page: ContributionPage) -> Iterator[Version]:
    """What may be corrected of a text: the version under decision, then what everyone
    reads."""
    for version in (version_under_decision(page), version_of_the_public(page)):
        if version is not None:
            yield version


def target_of(page: ContributionPage, proposed_on: Version) -> Version | None:
    """The version of today that says what a correction was proposed on, corrected elsewhere
    or not; None once the text has moved on."""
    for version in targets_of(page):
        if proposed_on.pk in version.same_text():
            return version
    return None


def words_of_version(version: Version) -> Words:
    """Its words as they are read today: what is masked is."""
    return words_of_page(version.revision.as_object())


def part_to_correct(words: Words, correction: Correction) -> Part | None:
    """The part that a correction is about, if it still says there what the correction
    takes it to say."""
    part = part_in(words, correction.part)
    if part is None or part.kind != correction.kind:
        return None
    return part if all(says(part, name, raw) for name, raw in correction.before.items()) else None


def says(part: Part, name: str, raw: object) -> bool:
    """Whether a field of a part says what is stored as `raw`."""
    field = part.fields.get(name)
    if field is None:
        return False
    said = values.of_raw(field, part.value.get(name))
    return said is not values.MISSING and said == values.of_raw(field, raw)


def is_overtaken(page: ContributionPage, correction: Correction) -> bool:
    """Whether a correction that waits is about words that do not stand any more."""
    version = target_of(page, correction.version)
    return version is None or part_to_correct(words_of_version(version), correction) is None
