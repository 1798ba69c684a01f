"""Minutes: written, amended by who was there, frozen, then only added to."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from django.db.models import F, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from contributions.actions.base import write_event
from contributions.enums import EventKind
from kit.access import Refused, answer_for, require
from kit.clock import moment
from kit.richtext import clean_html
from meetings import rules
from meetings.actions.base import TooLate, locked_meeting, write_log
from meetings.enums import MinutesState, Standing
from meetings.material import texts_of
from meetings.models import Addendum, Amendment, Meeting
from meetings.signals import minutes_frozen, minutes_to_amend
from people.models import User


class Seen(Enum):
    """What a caller without a form says of the words that stood before."""

    WHATEVER = "whatever"


def write_minutes(
    meeting: Meeting, html: str, *, by: User, seen: datetime | Seen | None = Seen.WHATEVER,
    at: datetime | None = None,
) -> Meeting:  # fmt: skip
    """Keep `html`, cleaned, as the minutes. While they are amended, who keeps them may still
    take in what was accepted.

    `seen`: when the words that the form was made from were written, None when nobody had
    written any. Raises TooLate when somebody wrote other words since, or when they are frozen.
    """
    when, words = moment(at), clean_html(html)
    with locked_meeting(meeting, by) as fresh:
        require(rules.verdict_on_keeping(by, fresh))
        require_minutes(fresh, by, when)
        stale = seen is not Seen.WHATEVER and seen != fresh.minutes_at
        if stale and fresh.minutes_at is not None and words != fresh.minutes:
            raise TooLate(_("Une autre personne vient d'écrire dans ce compte rendu."))
        fresh.minutes, fresh.minutes_at, fresh.minutes_by = words, when, by
        if fresh.minutes_state == MinutesState.NONE:
            fresh.minutes_state = MinutesState.DRAFT
        fresh.save(update_fields=["minutes", "minutes_at", "minutes_by", "minutes_state"])
    return fresh


def require_minutes(meeting: Meeting, by: User, when: datetime) -> None:
    """`by`, who keeps the minutes, may write them now. Raises TooLate or Refused otherwise."""
    if not rules.can_write_minutes(by, meeting):
        if meeting.is_frozen:
            raise TooLate(_("Le compte rendu est figé : ajoutez plutôt un correctif daté."))
        raise TooLate(_("Cette réunion est annulée."))
    if not meeting.has_begun(when):
        raise Refused(_("La réunion n'a pas commencé."))


def open_amendments(
    meeting: Meeting, until: datetime, *, by: User, at: datetime | None = None
) -> Meeting:
    """Give the minutes to who was there, to amend until a date; another date is told too."""
    when = moment(at)
    with locked_meeting(meeting, by) as fresh:
        require(rules.verdict_on_keeping(by, fresh))
        require_minutes(fresh, by, when)
        if not fresh.minutes.strip():
            raise Refused(_("Le compte rendu est vide."))
        if not fresh.attendance.filter(standing=Standing.PRESENT).exists():
            raise Refused(
                _("Notez d'abord qui était présent : ce sont ces personnes qui relisent.")
            )
        if until <= when:
            raise Refused(_("Cette date est déjà passée."))
        again = fresh.minutes_state == MinutesState.AMENDING and fresh.amend_until == until
        fresh.minutes_state, fresh.amend_until = MinutesState.AMENDING, until
        fresh.save(update_fields=["minutes_state", "amend_until"])
        if not again:
            minutes_to_amend.send(sender=Meeting, meeting=fresh, by=by, at=when)
    return fresh


def propose_amendment(
    meeting: Meeting, words: str, *, by: User, at: datetime | None = None
) -> Amendment:
    """Ask for a change of the minutes. The same words sent twice are one amendment.

    Raises TooLate after the date, Refused for who was not there or says nothing.
    """
    when, words = moment(at), words.strip()
    with locked_meeting(meeting, by) as fresh:
        require(rules.verdict_on_reading(by, fresh))
        if not rules.can_amend(by, fresh, when):
            if rules.has_attended(by, fresh):
                raise TooLate(_("Le compte rendu n'est plus ouvert aux amendements."))
            raise Refused(_("Seules les personnes présentes amendent le compte rendu."))
        if not words:
            raise Refused(_("Écrivez ce qui est à changer."))
        twin = fresh.amendments.filter(author=by, words=words, accepted__isnull=True).first()
        return twin or fresh.amendments.create(author=by, words=words, at=when)


def decide_amendment(
    amendment: Amendment, *, by: User, accept: bool, reason: str = "",
    at: datetime | None = None,
) -> Amendment:  # fmt: skip
    """Accept an amendment, or refuse it with a reason. A repeat changes nothing.

    The words of the minutes are changed by who keeps them. Raises TooLate when it was
    decided otherwise before.
    """
    when, reason = moment(at), " ".join(reason.split())
    with locked_meeting(amendment.meeting, by) as meeting:
        require(rules.verdict_on_keeping(by, meeting))
        row = meeting.amendments.filter(pk=amendment.pk).first()
        if row is None:
            raise Http404
        if row.accepted is not None and row.accepted != accept:
            raise TooLate(_("Cet amendement a déjà reçu une réponse."))
        if row.accepted is not None:
            return row
        if not accept and not reason:
            raise Refused(_("Un refus se motive."))
        row.accepted, row.reason, row.decided_by, row.decided_at = accept, reason[:500], by, when
        row.save(update_fields=["accepted", "reason", "decided_by", "decided_at"])
    return row


def freeze_minutes(meeting: Meeting, *, by: User | None, at: datetime | None = None) -> Meeting:
    """Freeze the minutes for ever, and write each decision in the life of its text.

    `by` is None when their date has come. A repeat changes nothing. Raises Refused while an
    amendment waits for an answer, or before anybody could amend.
    """
    when = moment(at)
    with locked_meeting(meeting, by) as fresh:
        if by is not None:
            require(rules.verdict_on_keeping(by, fresh))
        if fresh.is_frozen:
            return fresh
        if fresh.minutes_state != MinutesState.AMENDING or fresh.amend_until is None:
            raise Refused(_("Donnez d'abord le compte rendu à relire aux personnes présentes."))
        if when < fresh.amend_until:
            raise Refused(_("Les personnes présentes ont encore le temps d'amender."))
        if fresh.amendments.filter(accepted__isnull=True).exists():
            raise Refused(_("Un amendement attend une réponse."))
        if by is None and to_take_in().filter(meeting=fresh).exists():
            raise Refused(_("Un amendement accepté n'est pas encore repris dans les mots."))
        fresh.minutes_state, fresh.frozen_at = MinutesState.FROZEN, when
        fresh.save(update_fields=["minutes_state", "frozen_at"])
        _write_lives(fresh, by, when)
        write_log(fresh, "freeze", by)
        minutes_frozen.send(sender=Meeting, meeting=fresh, by=by, at=when)
    return fresh


def _write_lives(meeting: Meeting, by: User | None, when: datetime) -> None:
    # A text that moved away since no longer learns what the group decides.
    decisions = meeting.decisions.filter(text__in=texts_of(meeting.group))
    for decision in decisions.select_related("text__page", "recorded_by"):
        assert decision.text is not None
        page = decision.text.page
        page.record = decision.text
        write_event(
            page, EventKind.DECIDED, by or decision.recorded_by, when, note=decision.words,
            meeting=meeting.pk, proposal=decision.proposal_id,
        )  # fmt: skip


def freeze_due(now: datetime) -> int:
    """Freeze the minutes whose date has come; how many.

    Those where an amendment waits, or was accepted since the words were last kept, are left
    to who keeps them.
    """
    due = Meeting.objects.filter(minutes_state=MinutesState.AMENDING, amend_until__lte=now)
    waiting = Amendment.objects.filter(accepted__isnull=True)
    ready = due.exclude(pk__in=waiting.values("meeting")).exclude(
        pk__in=to_take_in().values("meeting")
    )
    frozen = 0
    for meeting in ready.order_by("pk"):
        try:
            freeze_minutes(meeting, by=None, at=now)
        except Refused:
            continue  # an amendment arrived, or the date moved, meanwhile
        frozen += 1
    return frozen


def to_take_in() -> QuerySet[Amendment]:
    """The amendments accepted since the words of their minutes were last kept."""
    return Amendment.objects.filter(accepted=True, decided_at__gt=F("meeting__minutes_at"))


def add_addendum(meeting: Meeting, html: str, *, by: User, at: datetime | None = None) -> Addendum:
    """Correct frozen minutes beside them, dated and signed."""
    when, words = moment(at), clean_html(html)
    with locked_meeting(meeting, by) as fresh:
        verdict = answer_for(
            by, rules.can_keep_minutes(by, fresh),
            may_know=rules.can_see_meeting(by, fresh),
        )  # fmt: skip
        require(verdict)
        if not fresh.is_frozen:
            raise Refused(_("Le compte rendu n'est pas encore figé : modifiez-le."))
        if not words.strip():
            raise Refused(_("Écrivez le correctif."))
        twin = fresh.addenda.filter(author=by, words=words).first()
        return twin or fresh.addenda.create(author=by, words=words, at=when)
