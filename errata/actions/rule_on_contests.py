"""Rule on what centres contest in a correction: it stands, with a reason, or is undone."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from contributions.actions.base import NotNow, required_note, write_event
from contributions.amending import amend, version_of_the_public
from contributions.enums import EventKind, Verb
from contributions.models import ContributionPage, Mask, Version
from contributions.oversight import note_superuser_access
from contributions.settling import settle
from cowriting.plain.parts import Part, part_in
from errata.carrying import carry
from errata.corrected import restored
from errata.enums import Outcome, Ruling
from errata.models import Correction
from errata.notifications import tell_applied, tell_ruled
from errata.restoring import values_to_restore
from errata.rules import verdict_on_ruling
from errata.targets import target_of, words_of_version
from kit.access import require
from kit.clock import moment
from people.models import User

from .base import locked_correction, write_corrected


def rule_on_contests(
    correction: Correction, *, by: User, ruling: Ruling, words: str, at: datetime | None = None
) -> Correction:
    """Close every contest of a correction that is open; the centres read `words`.

    *Undone*: the former words come back by a further correction, of which the first centre
    that contests is the proposer and `by` the second person; answers and signatures were
    given to these words, and hold. What was corrected elsewhere in the passage since stays.
    Raises NotNow when nothing is contested any more, or the same words say something else
    today; Refused without words.
    """
    when = moment(at)
    with locked_correction(correction) as (text, found):
        person = User.objects.get(pk=by.pk)
        require(verdict_on_ruling(person, text, found, ruling))
        contests = list(found.contests.open().select_related("by"))
        if not contests:
            raise NotNow(_("Rien n'est plus contesté dans cette correction."))
        said = required_note(
            words, _("Dites pourquoi : les centres qui contestent liront vos mots.")
        )
        said = Mask.objects.cover(text.pk, said)
        if ruling == Ruling.UNDONE:
            _undo(text, found, contests[0].by, person, when)
        for contest in contests:
            contest.ruling, contest.answer = ruling, said
            contest.ruled_by, contest.ruled_at = person, when
            contest.save()
        note_superuser_access(person, text, Verb.EDIT)
        write_event(
            text, EventKind.CONTEST_SETTLED, person, when, version=found.made, note=said,
            correction=found.pk, blocks=[found.part], ruling=ruling.value,
        )  # fmt: skip
        tell_ruled(text, found, contests)
    return found


def _undo(
    page: ContributionPage, contested: Correction, proposer: User | None, by: User, at: datetime
) -> None:
    """Where the words of before are back already, by a later correction, nothing is written."""
    settle(page)
    target, part = _standing_today(page, contested)
    before, after = values_to_restore(part, contested)
    if not after:
        return
    public = version_of_the_public(page)
    back = Correction(
        record=contested.record, version=target, part=contested.part, kind=contested.kind,
        named=contested.named, before=before, after=after, undoes=contested,
        in_public=public is not None and public.pk == target.pk, proposed_by=proposer,
        proposed_at=at, decided_by=by, decided_at=at, outcome=Outcome.APPLIED,
    )  # fmt: skip
    back.made = amend(page, target, restored(target, back), author=proposer, by=by, at=at)
    carry(page, back, by=by, at=at)
    back.save()
    write_corrected(page, back, by, at, undoes=contested.pk)
    tell_applied(page, back)


def _standing_today(page: ContributionPage, contested: Correction) -> tuple[Version, Part]:
    """The version of today in which the correction stands, and its part: the one that was
    corrected, or the edition that the correction was carried to once it was frozen. Raises
    NotNow: an edition that was drafted since was answered with these words in it."""
    for made in (contested.made, contested.carried_version):
        target = target_of(page, made) if made is not None else None
        part = part_in(words_of_version(target), contested.part) if target is not None else None
        if target is not None and part is not None and part.kind == contested.kind:
            return target, part
    raise NotNow(
        _("Le texte a changé depuis : les centres ont répondu à une édition plus récente, et cette correction ne se défait plus. Maintenez-la en disant pourquoi, ou proposez-en une autre.")
    )  # fmt: skip
