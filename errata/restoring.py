"""What a passage says again once a contested correction is undone in it."""

from __future__ import annotations

from typing import Any

from cowriting.plain.parts import Part, part_in
from cowriting.record.base import Words

from .corrected import moved_on
from .merging import put_back
from .models import Correction
from .targets import says

Values = dict[str, Any]


def values_to_restore(part: Part, contested: Correction) -> tuple[Values, Values]:
    """What the corrected fields say today, and what they say again; nothing of those that say
    it already. Raises NotNow where the same words were corrected again since."""
    today: Values = {}
    again: Values = {}
    for name, made in contested.after.items():
        was, now = contested.before.get(name), part.value.get(name)
        value = was if says(part, name, made) else _put_back(now, was, made)
        if not says(part, name, value):
            today[name], again[name] = now, value
    return today, again


def _put_back(now: object, was: object, made: object) -> str:
    """Raises NotNow where it cannot be told which words to put back."""
    value = None
    if isinstance(now, str) and isinstance(was, str) and isinstance(made, str):
        value = put_back(now.strip(), before=was.strip(), after=made.strip())
    if value is None:
        raise moved_on()
    return value


def aimed_at(words: Words, correction: Correction) -> Correction:
    """The correction as these words call for it: itself; or, where it undoes another, one
    that finds here what it changes, and changes nothing of what is back already. Saved
    nowhere. Raises NotNow where these words cannot be told from others."""
    contested = correction.undoes
    if contested is None:
        return correction
    part = part_in(words, correction.part)
    if part is None or part.kind != correction.kind:
        raise moved_on()
    before, after = values_to_restore(part, contested)
    return Correction(
        record=correction.record, part=correction.part, kind=correction.kind, before=before,
        after=after,
    )  # fmt: skip
