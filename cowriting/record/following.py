"""Words that hang on words: what rests on something refused is refused with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..enums import Refusal
from ..protocol.inspection import UNLIMITED, BadUpdate, Ranges, TooLarge, inspect
from ..protocol.spans import put


def following(payloads: Sequence[bytes], refused: Mapping[int, Refusal]) -> dict[int, Refusal]:
    """Which other updates of a batch rest on its refused ones, and their reason, by place.

    Two people type in one sentence, and one of them has just lost the right to: what the
    other put beside those words could never be placed.
    """
    if not refused:
        return {}
    found: dict[int, Refusal] = {}
    gone: Ranges = {}
    reason = Refusal.MOMENT
    for place, payload in enumerate(payloads):
        try:
            inspection = inspect(payload, UNLIMITED)
        except (BadUpdate, TooLarge):
            continue  # nothing rests on what cannot be read
        if place in refused:
            reason = refused[place]
        elif inspection.rests_on(gone):
            found[place] = reason
        else:
            continue
        put(gone, inspection.ranges)
    return found
