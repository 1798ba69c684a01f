"""Hide a passage or a file of a text at once, in every version; one person may do it alone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from contributions.actions.base import decision, required_note, write_event
from contributions.enums import EventKind, Verb
from contributions.masks.everywhere import cover_everywhere
from contributions.masks.words import covered, folded, letters_in
from contributions.models.masks import Mask
from contributions.models.versions import VersionFile
from contributions.passages import places_of
from contributions.settling import settle
from kit.access import Refused
from kit.clock import moment
from media.access import files_used_by
from media.models import SiteDocument, SiteImage
from people.models import User

if TYPE_CHECKING:
    from contributions.models import ContributionPage

#: Letters below which a passage would be hidden in too many places.
AT_LEAST = 3

#: What marks are made of: it cannot be hidden in turn.
_OF_MARKS = f" {folded('passage masqué')} {folded('fichier masqué')} "


def mask(
    page: ContributionPage,
    *,
    by: User,
    reason: str,
    words: str = "",
    image: SiteImage | None = None,
    document: SiteDocument | None = None,
    at: datetime | None = None,
) -> Mask:
    """Hide `words`, or a file, wherever they stand in the text, then and later.

    Another person looks at it within 72 hours (`confirm_mask`, `lift_mask`). What is
    hidden already gives the mask that hides it. Raises Refused without a reason, for words
    too short or found nowhere that `by` reads, for a file that the text does not use.
    """
    when = moment(at)
    note = required_note(reason, _("Donnez le motif : les personnes du texte le liront."))
    with decision(page, Verb.MASK, by) as text:
        settle(text)
        known = _standing(text, words, image, document)
        if known is not None:
            return known
        if image is None and document is None:
            words = _passage(text, words, by)
        else:
            words = ""
            _require_use(text, image or document)
        made = Mask.objects.create(
            record=text.record, words=words, image=image, document=document, reason=note,
            made_by=by, made_at=when,
        )  # fmt: skip
        cover_everywhere(text, [made.cover])
        made.reason = covered(note, [made.cover])
        write_event(text, EventKind.MASKED, by, when, note=made.reason, mask=made.pk)
    return made


def _standing(
    page: ContributionPage, words: str, image: SiteImage | None, document: SiteDocument | None
) -> Mask | None:
    masks = Mask.objects.standing().filter(record=page.record)
    if image is not None or document is not None:
        return masks.filter(image=image, document=document, words="").first()
    wanted = folded(words)
    return next((one for one in masks.exclude(words="") if folded(one.words) == wanted), None)


def _passage(page: ContributionPage, words: str, by: User) -> str:
    """The passage as it is kept. Raises Refused for one that cannot be hidden."""
    passage, plain = words.strip(), folded(words)
    if letters_in(passage) < AT_LEAST:
        raise Refused(_("Écrivez au moins trois lettres du passage."))
    if f" {plain} " in _OF_MARKS or plain.isdigit():
        raise Refused(_("Ce passage serait masqué en trop d'endroits : prenez plus de mots."))
    if not places_of(page, passage, by).somewhere:
        raise Refused(
            _("Ces mots ne se trouvent nulle part dans ce que vous lisez du texte : copiez-les de la page.")
        )  # fmt: skip
    return passage


def _require_use(page: ContributionPage, file: SiteImage | SiteDocument | None) -> None:
    key = (type(file), str(file.pk if file else ""))
    revision = page.latest_revision
    if key in files_used_by(page) or (revision and key in files_used_by(revision.as_object())):
        return
    frozen = VersionFile.objects.filter(version__record=page.record, object_id=key[1])
    if not any(row.content_type.model_class() is key[0] for row in frozen):
        raise Refused(_("Ce texte n'utilise pas ce fichier."))
