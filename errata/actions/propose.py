"""Propose another form for a part of a text that nobody writes any more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from contributions.actions.base import NotNow, locked, write_event
from contributions.enums import EventKind, Verb
from contributions.masks.contents import covered_values
from contributions.models import ContributionPage, Mask, Version
from contributions.oversight import note_superuser_access
from cowriting.plain.parts import Part, part_in, with_part
from cowriting.record.base import Words
from errata.corrected import require_form_alone
from errata.enums import Outcome
from errata.models import Correction
from errata.notifications import tell_proposed
from errata.rules import targets_for, verdict_on_proposing
from errata.targets import is_overtaken, says, words_of_version
from kit.access import Refused, require
from kit.clock import moment
from people.models import User

#: The longest name of a part that is kept.
_NAMED = 255


def propose_correction(
    page: ContributionPage,
    *,
    by: User,
    version: Version,
    seen: Part,
    after: Mapping[str, Any],
    reason: str = "",
    at: datetime | None = None,
) -> Correction:
    """Keep what should stand in a part of `version` instead, until another person looks.

    `seen`: the part as it was shown; `after`: what the text would store of it. The same
    words sent twice are one correction. Raises NotNow when the text says something else
    than what was seen, or a correction of this part waits already; TooMuch when more than
    the form would change; Refused when nothing would.
    """
    when = moment(at)
    with locked(page) as text:
        person = User.objects.get(pk=by.pk)
        require(verdict_on_proposing(person, text))
        target = next((one for one in targets_for(person, text) if one.pk == version.pk), None)
        if target is None:
            raise NotNow(_("Le texte a changé depuis : reprenez la correction sur celui d'aujourd'hui."))  # fmt: skip
        words = words_of_version(target)
        part = _part_as_seen(words, seen)
        changed = {name: raw for name, raw in after.items() if not says(part, name, raw)}
        _require_form_alone(text, target, words, part, changed)
        known = _waiting(text, part)
        if known is not None:
            if known.proposed_by_id == by.pk and known.after == changed:
                return known
            raise NotNow(_("Une correction de ce passage attend déjà d'être approuvée."))
        said = Mask.objects.cover(text.pk, reason.strip())
        correction = Correction.objects.create(
            record=text.record, version=target, part=part.key, kind=part.kind,
            named=part.name[:_NAMED], before={name: part.value.get(name) for name in changed},
            after=changed, reason=said, proposed_by=person, proposed_at=when,
        )  # fmt: skip
        note_superuser_access(person, text, Verb.EDIT)
        write_event(
            text, EventKind.CORRECTION_PROPOSED, person, when, version=target,
            note=correction.reason, correction=correction.pk, blocks=[part.key],
        )  # fmt: skip
        tell_proposed(text, correction)
    return correction


def _part_as_seen(words: Words, seen: Part) -> Part:
    part = part_in(words, seen.key)
    if part is None:
        raise Http404
    if part.kind != seen.kind or any(not says(part, name, seen.value.get(name)) for name in part.fields):  # fmt: skip
        raise NotNow(_("Ce passage a changé depuis : relisez-le, vos mots sont gardés ici."))
    return part


def _require_form_alone(
    page: ContributionPage, target: Version, words: Words, part: Part, changed: Mapping[str, Any]
) -> None:
    if not changed:
        raise Refused(_("Rien ne change : corrigez au moins un mot."))
    put = Part(part.key, part.kind, {**part.value, **changed})
    require_form_alone(target, words, with_part(words, put))
    covers = [cover for cover in Mask.objects.covers_of(page.pk) if not cover.lifts]
    if covered_values(dict(changed), covers) != dict(changed):
        raise Refused(_("Ces mots sont masqués dans ce texte : ils n'y reviennent pas ainsi."))


def _waiting(page: ContributionPage, part: Part) -> Correction | None:
    """The correction of a part that waits; one that was overtaken gives its place."""
    found = Correction.objects.waiting().filter(record=page.record, part=part.key).first()
    if found is None:
        return None
    found.record = page.record
    if not is_overtaken(page, found):
        return found
    found.outcome = Outcome.OVERTAKEN
    found.save(update_fields=["outcome"])
    return None
