"""Lead a suggestion whose words changed to words of today."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from contributions.actions.base import locked
from contributions.enums import Verb
from contributions.models import ContributionPage
from contributions.oversight import note_superuser_access
from discussion import rules
from discussion.models import Remark, RemarkEdit, Suggestion
from discussion.passages import covered_passage
from discussion.suggestions.passage import clean
from kit.access import Refused, require
from kit.clock import moment
from people.models import User

from .base import with_record
from .settle import require_open
from .suggest import anchor_for, locked_suggestion


def rebase_suggestion(
    remark: Remark,
    *,
    by: User,
    quote: str,
    replacement: str,
    block_id: str = "",
    prefix: str = "",
    suffix: str = "",
    at: datetime | None = None,
) -> Remark:
    """Have it propose `replacement` for words that are in the draft now; its discussion
    goes on.

    Its author may, and the text's people; its words stay its author's. Without a block the
    passage is looked for where it was, then in the whole text. Raises NotNow for one that
    was settled, and Refused as `suggest`.
    """
    when = moment(at)
    with locked(remark.record.page) as text:
        person = User.objects.get(pk=by.pk)
        found = locked_suggestion(remark, text)
        with_record(found, text)
        require(rules.verdict_on_rebasing(person, found))
        require_open(found)
        note_superuser_access(person, text, Verb.REMARK)
        around = (prefix, suffix)
        proposed, _before, _after = covered_passage(text.record, clean(replacement), *around)
        anchor = _anchor(text, found, proposed, block_id, (quote, prefix, suffix))
        RemarkEdit.objects.create(remark=found, words=_as_it_was(found), at=when)
        Remark.objects.filter(pk=found.pk).update(edited_at=when, **anchor)
        Suggestion.objects.filter(pk=found.pk).update(
            replacement=proposed, rebased_at=when, rebased_by=person
        )
    return Remark.objects.select_related("suggestion").get(pk=found.pk)


def _as_it_was(remark: Remark) -> str:
    was = {"quote": remark.quote, "replacement": remark.suggestion.replacement}
    return _("« %(quote)s » à remplacer par « %(replacement)s »") % was


def _anchor(
    text: ContributionPage,
    remark: Remark,
    proposed: str,
    block_id: str,
    said: tuple[str, str, str],
) -> dict[str, object]:
    passage = dict(zip(("quote", "prefix", "suffix"), said, strict=True))
    blocks = [block_id] if block_id else [remark.block_id, ""]
    for block in blocks:
        try:
            return anchor_for(text, None, proposed, block_id=block, **passage)
        except Refused:
            if block is blocks[-1]:
                raise
    raise Refused(_("Ces mots ne sont pas dans le texte."))
