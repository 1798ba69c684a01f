"""Propose other words for a passage."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from contributions.actions.base import locked
from contributions.enums import Verb
from contributions.models import ContributionPage, Version
from contributions.oversight import note_superuser_access
from cowriting.document.conversion import words_of_page
from discussion import rules
from discussion.anchors import fold, place
from discussion.models import Remark
from discussion.passages import covered_passage
from discussion.signals import remarked
from discussion.suggestions.passage import MOST, Kept, clean
from discussion.suggestions.rewriting import NotOnePlace, rewritten, words_in
from kit.access import Refused, require
from kit.clock import moment
from people.models import User

from .base import Written, anchor_on, draft_of, write_down


def suggest(
    page: ContributionPage,
    *,
    by: User,
    quote: str,
    replacement: str,
    words: str = "",
    block_id: str,
    prefix: str = "",
    suffix: str = "",
    version: Version | None = None,
    at: datetime | None = None,
) -> Remark:
    """Propose `replacement` for words of the draft, or of a frozen `version`; the text
    stays as it is until someone who writes it accepts. An empty one takes them away.

    The same sent twice is one. Raises Refused for words that are not in the text, that
    run over several paragraphs, or stay as they are; and Http404.
    """
    when = moment(at)
    with locked(page) as text:
        person = User.objects.get(pk=by.pk)
        require(rules.verdict_on_remarking(person, text, version))
        note_superuser_access(person, text, Verb.REMARK)
        written = write_suggestion(
            text, words, replacement, at=when, by=person, version=version, block_id=block_id,
            quote=quote, prefix=prefix, suffix=suffix,
        )  # fmt: skip
        if written.is_new:
            remarked.send(sender=Remark, remark=written.remark, by=person, at=when)
    return written.remark


def write_suggestion(
    text: ContributionPage,
    words: str,
    replacement: str,
    *,
    block_id: str,
    quote: str,
    prefix: str,
    suffix: str,
    version: Version | None,
    **who: Any,
) -> Written:
    """Keep a suggestion of a person or of an invited reader, as `write_down`."""
    proposed, _before, _after = covered_passage(text.record, clean(replacement), prefix, suffix)
    anchor = anchor_for(
        text, version, proposed, block_id=block_id, quote=quote, prefix=prefix, suffix=suffix
    )
    return write_down(text, words, replacement=proposed, version=version, **who, **anchor)


def anchor_for(
    text: ContributionPage, version: Version | None, proposed: str, **passage: str
) -> dict[str, Any]:
    """What to keep of the passage of a suggestion. Raises Refused for one whose words
    cannot be replaced by `proposed`."""
    if not passage["quote"].strip():
        raise Refused(_("Choisissez les mots à remplacer."))
    if len(proposed) > MOST:
        raise Refused(_("Proposez un passage plus court."))
    anchor = anchor_on(text, version, **passage)
    if "field" not in anchor:
        raise Refused(_("Ces mots ne sont pas dans ce passage du texte, tels que vous les citez."))
    if fold(anchor["quote"]).text == fold(proposed).text and anchor["quote"] == proposed:
        raise Refused(_("Ces mots sont ceux du texte : changez-les."))
    require_one_place(version.revision.as_object() if version else draft_of(text), anchor, proposed)
    return anchor


def require_one_place(shown: ContributionPage, anchor: dict[str, Any], proposed: str) -> None:
    """Raises Refused for a passage that no suggestion can replace."""
    stored = words_of_page(shown)
    where = place(Kept.of(anchor), words_in(stored))
    if not where.found:
        raise Refused(_("Ces mots ne se remplacent pas ainsi : faites plutôt une remarque."))
    try:
        rewritten(stored, where.block_id, where.field, where.start, where.end, proposed)
    except NotOnePlace:
        raise Refused(_("Une suggestion porte sur un seul paragraphe, ou un seul élément d'une liste.")) from None  # fmt: skip


def locked_suggestion(remark: Remark, text: ContributionPage) -> Remark:
    """The suggestion read again behind the lock of its text. Raises Http404 for what is
    none."""
    rows = Remark.objects.select_related("suggestion", "user", "link", "version")
    found = rows.filter(pk=remark.pk, record=text.record, suggestion__isnull=False).first()
    if found is None:
        raise Http404
    return found
