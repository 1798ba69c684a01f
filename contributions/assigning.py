"""What people are told of blocks to write, of readings that end, and of what one group
asks of another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from groups.deadlines import in_both_zones
from notifications.enums import Cadence
from notifications.kinds import Kind, Line, kinds
from notifications.outbox import announce
from people.models import User

from . import recipients as to
from .enums import MoveKind, MoveOutcome
from .facts import facts_of
from .models.assignments import BlockAssignment
from .models.grants import ReadingGrant
from .models.moves import MoveRequest
from .sharing import without_orphans
from .signals import block_assigned, block_done, block_released, move_answered, move_asked

if TYPE_CHECKING:
    from notifications.models import Notice

    from .models import ContributionPage

Data = dict[str, Any]

#: A writer is reminded of a block this long before its date, and again on the last day.
SOON, LAST_DAY = timedelta(days=3), timedelta(days=1)
#: A named reader is told this long before the end.
BEFORE_END = timedelta(days=2)


# -- Blocks ----------------------------------------------------------------------------


def _block_data(page: ContributionPage, row: BlockAssignment, by: User | None) -> Data:
    return {
        "text": page.record.pk,
        "title": page.draft_title,
        "groups": to.group_keys(page.record),
        "block": row.title,
        "assignment": row.pk,
        "writer": row.person.public_name,
        "writer_key": row.person_id,
        "who": by.public_name if by else "",
        "by": by.pk if by else None,
        "due": row.due.isoformat() if row.due else None,
    }


def _tell(kind: str, whom: Any, page: ContributionPage, data: Data, **more: Any) -> int:
    scope = Page.objects.get(pk=page.pk)
    return announce(f"contributions.{kind}", whom, scope=scope, data=data, **more)


@receiver(block_assigned)
def tell_writer(
    sender: Any, page: ContributionPage, assignment: BlockAssignment, by: User, at: datetime,
    **kwargs: Any,
) -> None:  # fmt: skip
    """A block was entrusted, or has another date."""
    data = _block_data(page, assignment, by)
    _tell("block_assigned", [assignment.person_id], page, data, by=by, at=at)


@receiver(block_done)
def tell_done(
    sender: Any, page: ContributionPage, assignment: BlockAssignment, by: User, at: datetime,
    **kwargs: Any,
) -> None:  # fmt: skip
    whom = to.accounts(to.leading_groups(to.group_keys(page.record)))
    _tell("block_done", whom, page, _block_data(page, assignment, by), by=by, at=at)


@receiver(block_released)
def tell_released(
    sender: Any, page: ContributionPage, assignment: BlockAssignment, by: User | None,
    at: datetime, **kwargs: Any,
) -> None:  # fmt: skip
    """Those who share out the writing, and who does not have to write any more."""
    data = _block_data(page, assignment, by)
    whom = set(to.accounts(to.leading_groups(to.group_keys(page.record))).values_list("pk"))
    people = {key for (key,) in whom} | {assignment.person_id}
    _tell("block_released", people, page, data, by=by, at=at)


def remind_writers(now: datetime) -> int:
    """Those who still owe a block whose date comes, three days before and on the last
    day, each once; how many were told."""
    rows = without_orphans(BlockAssignment.objects.owed(), now)
    rows = rows.filter(due__gt=now, due__lte=now + SOON).select_related("person", "record__page")
    told = 0
    for row in rows:
        assert row.due is not None
        when = "last" if row.due - now <= LAST_DAY else "soon"
        key = f"{row.pk}-{row.due:%Y%m%d%H%M}-{when}"
        page = row.record.page
        data = _block_data(page, row, None)
        told += _tell("block_due", [row.person_id], page, data, key=key, at=now)
    return told


_WHAT: dict[str, Callable[[Data], str]] = {
    "block_assigned": lambda data: _("Un bloc vous est confié : « %(block)s »") % data,
    "block_due": lambda data: _("Un bloc est à écrire : « %(block)s »") % data,
    "block_done": lambda data: _("Bloc écrit par %(writer)s : « %(block)s »") % data,
    "block_released": lambda data: _("%(writer)s n'écrit plus le bloc « %(block)s »") % data,
}


def _block_line(kind: str, data: Data, person: User) -> Line:
    said = _WHAT[kind](data)
    if data["due"] and kind in ("block_assigned", "block_due"):
        due = in_both_zones(datetime.fromisoformat(data["due"]))
        said = _("%(said)s, avant le %(date)s") % {"said": said, "date": due}
    url = reverse("contributions:sharing", args=[data["text"]])
    return Line(headline=said, url=url, about=data["title"])


def _is_of_its_people(person: User, notice: Notice) -> bool:
    facts = facts_of(person)
    return facts.reads(notice.data["text"]) and facts.is_in(notice.data["groups"])


def _still_owes(person: User, notice: Notice) -> bool:
    """Whether the block is still theirs to write, by the date that the reminder tells."""
    due = facts_of(person).owed.get(notice.data.get("assignment", 0))
    return due is not None and due == datetime.fromisoformat(notice.data["due"])


for _name, _label in (
    ("block_assigned", gettext_lazy("Un bloc à écrire vous est confié")),
    ("block_due", gettext_lazy("Un bloc que vous écrivez arrive à sa date")),
    ("block_done", gettext_lazy("Un bloc confié est écrit")),
    ("block_released", gettext_lazy("Un bloc confié n'a plus personne")),
):
    kinds.register(
        Kind(
            name=f"contributions.{_name}", label=_label, line=partial(_block_line, _name),
            may_know=_still_owes if _name == "block_due" else _is_of_its_people,
        )
    )  # fmt: skip


# -- Readings that end -----------------------------------------------------------------


def tell_of_readings(now: datetime) -> int:
    """Named readers, two days before they cannot read any more; the coordination, once
    they cannot. Each once for each end; how many were told."""
    grants = ReadingGrant.objects.filter(revoked_at__isnull=True, record__trashed_at__isnull=True)
    grants = grants.select_related("record__page", "person", "group", "version")
    told = 0
    for grant in grants.filter(until__gt=now, until__lte=now + BEFORE_END, person__isnull=False):
        told += _tell_reading("reading_ending", [grant.person_id], grant, now)
    for grant in grants.filter(until__gt=now - LAST_DAY, until__lte=now):
        leading = to.leading_groups(to.group_keys(grant.record))
        told += _tell_reading("reading_ended", to.accounts(leading), grant, now)
    return told


def _tell_reading(kind: str, whom: Any, grant: ReadingGrant, now: datetime) -> int:
    page = grant.record.page
    data = {
        "text": grant.record_id,
        "title": grant.version.title if grant.version else page.draft_title,
        "version": grant.version.number if grant.version else None,
        "groups": to.group_keys(grant.record),
        "reader": str(grant.person or grant.group or ""),
        "reader_key": grant.person_id,
        "until": grant.until.isoformat(),
    }
    return _tell(kind, whom, page, data, key=f"{grant.pk}-{grant.until:%Y%m%d%H%M}", at=now)


def _ending_line(data: Data, person: User) -> Line:
    until = in_both_zones(datetime.fromisoformat(data["until"]))
    said = _("Vous lisez « %(title)s » jusqu'au %(date)s") % {**data, "date": until}
    place = [data["text"], data["version"]] if data["version"] else [data["text"]]
    url = reverse(f"contributions:{'version' if data['version'] else 'draft'}", args=place)
    return Line(headline=said, url=url, about=data["title"])


def _ended_line(data: Data, person: User) -> Line:
    said = (
        _("La lecture de « %(title)s » par %(reader)s est terminée")
        if data["reader"]
        else _("La lecture de « %(title)s » par tous les centres est terminée")
    )
    url = reverse("contributions:readers", args=[data["text"]])
    return Line(headline=said % data, url=url, about=data["title"])


def _still_reads(person: User, notice: Notice) -> bool:
    return notice.data["text"] in facts_of(person).opened


def _leads(person: User, notice: Notice) -> bool:
    return facts_of(person).leads_text(notice.data.get("text", 0))


kinds.register(
    Kind(
        name="contributions.reading_ending", may_know=_still_reads, line=_ending_line,
        label=gettext_lazy("Une lecture qui vous est ouverte se termine bientôt"),
    )
)  # fmt: skip
kinds.register(
    Kind(
        name="contributions.reading_ended", may_know=_leads, line=_ended_line,
        label=gettext_lazy("Une lecture que votre groupe avait ouverte est terminée"),
    )
)  # fmt: skip


# -- Between groups --------------------------------------------------------------------


def _move_data(page: ContributionPage, request: MoveRequest) -> Data:
    return {
        "request": request.pk,
        "text": request.record_id,
        "title": page.draft_title,
        "kind": request.kind,
        "left": request.left.title,
        "group": request.group.title,
        "groups": [request.left_id, request.group_id],
        "words": request.answer if request.outcome else request.note,
        "due": request.expires_at.isoformat(),
    }


@receiver(move_asked)
def tell_asked(
    sender: Any, page: ContributionPage, request: MoveRequest, by: User, at: datetime, **kwargs: Any
) -> None:
    """The coordination of the group that is asked, under its own page."""
    announce(
        "contributions.move_asked", to.accounts(to.leading_groups([request.group_id])),
        scope=request.group, data=_move_data(page, request), by=by, at=at,
    )  # fmt: skip


@receiver(move_answered)
def tell_answered(
    sender: Any, page: ContributionPage, request: MoveRequest, by: User, at: datetime, **kwargs: Any
) -> None:
    """A refusal; what was accepted is told as what happened to the text."""
    if request.outcome == MoveOutcome.REFUSED:
        announce(
            "contributions.move_refused", to.accounts(to.leading_groups([request.left_id])),
            scope=request.left, data=_move_data(page, request), by=by, at=at,
        )  # fmt: skip


def _asked_line(data: Data, person: User) -> Line:
    said = (
        _("Le groupe « %(left)s » vous propose de porter « %(title)s »")
        if data["kind"] == MoveKind.LEAD
        else _("Le groupe « %(left)s » vous propose d'écrire avec lui « %(title)s »")
    )
    due = in_both_zones(datetime.fromisoformat(data["due"]))
    headline = _("%(said)s, à répondre avant le %(date)s") % {"said": said % data, "date": due}
    return _move_line(headline, data)


def _refused_line(data: Data, person: User) -> Line:
    return _move_line(_("Le groupe « %(group)s » ne prend pas « %(title)s »") % data, data)


def _move_line(headline: str, data: Data) -> Line:
    url = reverse("contributions:move_request", args=[data["request"]])
    return Line(headline=headline, words=data["words"], url=url, about=data["title"])


def _may_answer(person: User, notice: Notice) -> bool:
    return notice.data["request"] in facts_of(person).to_answer


kinds.register(
    Kind(
        name="contributions.move_asked", default=Cadence.AT_ONCE, may_know=_may_answer,
        label=gettext_lazy("Un groupe propose un texte au vôtre"), line=_asked_line,
    )
)  # fmt: skip
kinds.register(
    Kind(
        name="contributions.move_refused", may_know=_leads, line=_refused_line,
        label=gettext_lazy("Un groupe refuse un texte que vous proposiez"),
    )
)  # fmt: skip
