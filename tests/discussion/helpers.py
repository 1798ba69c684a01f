"""A text of the cast with remarks on it, as every test of this room needs."""

from __future__ import annotations

import json
from typing import Any

from contributions.actions.write import write
from contributions.models import ContributionPage
from discussion.actions.remark import remark
from discussion.anchors import words_by_block
from discussion.models import Remark
from people.models import User

#: Words of the finding that `tests.cast.complete_body` writes.
PASSAGE = "soins reportés"


def block_with(page: ContributionPage, quote: str = PASSAGE) -> str:
    """The id of the block of the latest revision that says these words."""
    words = words_by_block(page.get_latest_revision_as_object())
    return next(key for key, fields in words.items() if quote in " ".join(fields.values()))


def remark_on(
    page: ContributionPage, by: User, words: str = "Lesquels ?", quote: str = PASSAGE, **more: Any
) -> Remark:
    """A remark on the finding of a text of the cast."""
    more.setdefault("block_id", block_with(page))
    return remark(page, by=by, words=words, quote=quote, **more)


def again(row: Remark) -> Remark:
    """The remark as the database has it now."""
    return Remark.objects.select_related("root", "user", "record__page").get(pk=row.pk)


def without(page: ContributionPage, by: User, block_id: str) -> None:
    """Take a block out of the draft; the others keep their ids."""
    body = page.get_latest_revision_as_object().body.get_prep_value()
    kept = [block for block in body if block["id"] != block_id]
    assert len(kept) == len(body) - 1
    write(page, by=by, body=json.dumps(kept))
