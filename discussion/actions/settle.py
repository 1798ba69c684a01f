"""Say what became of a remark, or open it again."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from contributions.actions.base import NotNow, required_note
from contributions.enums import Verb
from contributions.oversight import note_superuser_access
from discussion import rules
from discussion.enums import Outcome
from discussion.models import Remark
from discussion.passages import covered_in
from discussion.signals import ended
from kit.access import Refused, require
from kit.clock import moment
from people.models import User

from .base import locked_remark

#: Outcomes that owe their author a reason.
WITH_A_REASON = (Outcome.REFUSED, Outcome.DISAGREEMENT)


def settle(
    remark: Remark, *, by: User, outcome: str, note: str = "", at: datetime | None = None
) -> Remark:
    """End a remark as resolved, refused, or a disagreement that is kept; its author is told.

    The same outcome twice changes nothing. A suggestion is accepted by its own action,
    which changes the text. Raises NotNow for one that ended otherwise, Refused (no reason)
    or Http404.
    """
    how = _outcome(outcome)
    when = moment(at)
    with locked_remark(remark) as fresh:
        person = User.objects.get(pk=by.pk)
        require(rules.verdict_on_settling(person, fresh, how))
        note_superuser_access(person, rules.page_of(fresh), Verb.REMARK)
        said = note.strip()
        if how in WITH_A_REASON:
            said = required_note(note, _("Dites pourquoi : son auteur recevra ce motif."))
        said = covered_in(fresh.record, said)
        if (fresh.outcome, fresh.outcome_note) != (how, said):
            require_open(fresh)
            write_outcome(fresh, how, by=person, at=when, note=said)
    return fresh


def reopen(remark: Remark, *, by: User, at: datetime | None = None) -> Remark:
    """Take an outcome back. Doing it twice changes nothing; an accepted suggestion is in
    the text, and stays. Raises Refused or Http404."""
    with locked_remark(remark) as fresh:
        person = User.objects.get(pk=by.pk)
        require(rules.verdict_on_reopening(person, fresh))
        note_superuser_access(person, rules.page_of(fresh), Verb.REMARK)
        if fresh.outcome == Outcome.ACCEPTED:
            raise Refused(_("Ces mots sont dans le texte : proposez-en d'autres."))
        _write(fresh, outcome="", outcome_note="", outcome_at=None, outcome_by=None)
    return fresh


def require_open(remark: Remark) -> None:
    """Raises NotNow when somebody ended it before."""
    if not remark.is_open:
        raise NotNow(
            _("Cette remarque a déjà une issue : « %(outcome)s ».")
            % {"outcome": remark.get_outcome_display()}
        )


def write_outcome(
    remark: Remark, outcome: Outcome, *, by: User, at: datetime, note: str = ""
) -> None:
    """Write an outcome on a locked remark, and have its author told."""
    _write(remark, outcome=outcome, outcome_note=note, outcome_at=at, outcome_by=by)
    ended.send(sender=Remark, remark=remark, by=by, at=at)


def _outcome(outcome: str) -> Outcome:
    if outcome not in Outcome.values or outcome == Outcome.ACCEPTED:
        raise Refused(_("Choisissez une issue."))
    return Outcome(outcome)


def _write(remark: Remark, **fields: object) -> None:
    # Never `save()`: the package's own has effects on the whole thread.
    Remark.objects.filter(pk=remark.pk).update(**fields)
    for name, value in fields.items():
        setattr(remark, name, value)
