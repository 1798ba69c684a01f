"""Invite a whole list: read it, show line by line what would happen, then do exactly that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from groups.enums import Role
from groups.invitations import JOIN
from groups.lists import Entry
from groups.models import InvitationList, Membership, WorkingGroupPage
from groups.rules import can_change_roles, is_open, verdict_on_inviting
from kit.access import Refused, forget, require
from kit.clock import moment
from people.invitations import BETWEEN_LETTERS, DEFAULT_DAYS
from people.models import Centre, Invitation, User
from people.rules import can_manage_network

#: A list that nobody confirms is forgotten after this time.
KEPT_FOR = timedelta(days=1)
#: Invitations that one person sends by lists in a day; the network's coordination.
DAILY_LIMIT, NETWORK_LIMIT = 1_000, 10_000


class Fate(models.TextChoices):
    """What a line of the list will lead to."""

    INVITED = "invited", _("sera invité·e")
    MEMBER = "member", _("déjà membre")
    PENDING = "pending", _("déjà invité·e")
    TWICE = "twice", _("en double")
    WRONG = "wrong", _("adresse illisible")
    CLOSED = "closed", _("compte fermé")
    NO_CENTRE = "no_centre", _("centre inconnu")


@dataclass(frozen=True)
class Judged:
    """A line, what becomes of it, and the line that it repeats."""

    number: int
    email: str
    name: str
    centre: str
    fate: str
    centre_id: int | None = None
    repeats: int | None = None

    @property
    def fate_label(self) -> str:
        return str(Fate(self.fate).label)


def read_list(
    group: WorkingGroupPage, entries: list[Entry], *, by: User, role: str = Role.MEMBER,
    message: str = "", at: datetime | None = None,
) -> InvitationList:  # fmt: skip
    """Keep what was read, judged, until it is confirmed; nobody is written to."""
    with transaction.atomic():
        _ask(by, group, role)
        return InvitationList.objects.create(
            group=group, by=by, role=role, message=message, read_at=moment(at),
            lines=[asdict(line) for line in judge(group, entries)],
        )  # fmt: skip


def confirm_list(kept: InvitationList, *, by: User, at: datetime | None = None) -> InvitationList:
    """Invite the lines that were shown as such, if they still can be; letters leave by
    and by. Doing it twice invites once. Raises Refused for somebody else's list."""
    when = moment(at)
    with transaction.atomic():
        group = _ask(by, kept.group, kept.role)
        kept = InvitationList.objects.select_for_update().get(pk=kept.pk)
        if kept.by_id != by.pk:
            raise Refused(_g("Une liste est confirmée par la personne qui l'a déposée."))
        if kept.confirmed_at is not None:
            return kept
        shown = [Judged(**line) for line in kept.lines]
        promised = {line.email for line in shown if line.fate == Fate.INVITED}
        now = judge(group, [Entry(s.number, s.email, s.name, s.centre) for s in shown])
        lines = [line for line in now if line.fate == Fate.INVITED and line.email in promised]
        rows = _invitations(lines, kept, when)
        _refuse_flood(by, len(rows), when)
        Invitation.objects.bulk_create(rows, batch_size=500)
        kept.confirmed_at, kept.invited, kept.lines = when, len(rows), []
        kept.save(update_fields=["confirmed_at", "invited", "lines"])
        log(instance=group, action="groups.invite", user=by, data={"count": len(rows)})
    return kept


def forget_lists(now: datetime) -> int:
    """Delete the lists that nobody confirmed: they hold addresses."""
    old = InvitationList.objects.filter(confirmed_at__isnull=True, read_at__lt=now - KEPT_FOR)
    return old.delete()[0]


def judge(group: WorkingGroupPage, entries: Iterable[Entry]) -> list[Judged]:
    """What each line would lead to, in a constant number of queries."""
    known = _Known(group)
    first: dict[str, int] = {}
    judged = []
    for entry in entries:
        repeats = first.get(entry.email)
        fate = Fate.TWICE if repeats else known.fate(entry)
        if fate is not Fate.WRONG:
            first.setdefault(entry.email, entry.number)
        judged.append(
            Judged(
                **asdict(entry), fate=fate.value, repeats=repeats,
                centre_id=known.centres.get(entry.centre.casefold()),
            )
        )  # fmt: skip
    return judged


def counts(kept: InvitationList) -> list[tuple[str, int]]:
    """How many lines each fate has, in the order of fates."""
    found = Counter(line["fate"] for line in kept.lines)
    return [(fate.value, found[fate.value]) for fate in Fate if found[fate.value]]


class _Known:
    """Who is in the group, who was invited, whose account is closed, and the centres."""

    def __init__(self, group: WorkingGroupPage) -> None:
        members = Membership.objects.current().filter(group=group)
        self.members = _lower(members.values_list("person__email", flat=True))
        standing = Invitation.objects.open().filter(purpose=JOIN, scope=group.pk)
        lately = timezone.now() - BETWEEN_LETTERS
        written = Invitation.objects.filter(purpose=JOIN, scope=group.pk, sent_at__gt=lately)
        self.invited = _lower(standing.values_list("email", flat=True))
        self.invited |= _lower(written.values_list("email", flat=True))
        closed = User.objects.filter(is_active=False)
        self.closed = _lower(closed.values_list("email", flat=True))
        self.centres: dict[str, int] = {}
        for pk, *names in Centre.objects.values_list("pk", "name", "long_name", "slug"):
            self.centres |= {name.casefold(): pk for name in names if name}

    def fate(self, entry: Entry) -> Fate:
        if not _valid(entry.email):
            return Fate.WRONG
        if entry.email in self.members:
            return Fate.MEMBER
        if entry.email in self.invited:
            return Fate.PENDING
        if entry.email in self.closed:
            return Fate.CLOSED
        if entry.centre and entry.centre.casefold() not in self.centres:
            return Fate.NO_CENTRE
        return Fate.INVITED


def _lower(addresses: Iterable[str]) -> set[str]:
    return {address.lower() for address in addresses}


def _valid(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= 254


def _invitations(lines: list[Judged], kept: InvitationList, when: datetime) -> list[Invitation]:
    """Rows to create; an older invitation of theirs, which is over, makes room for each."""
    emails = [line.email for line in lines]
    older = Invitation.objects.standing().filter(purpose=JOIN, scope=kept.group_id)
    older.filter(email__in=emails).update(revoked_at=when)
    languages = dict(User.objects.filter(email__in=emails).values_list("email", "language"))
    terms: dict[str, Any] = {"role": kept.role}
    return [
        Invitation(
            email=line.email, name=line.name[:120], centre_id=line.centre_id,
            message=kept.message, language=languages.get(line.email, settings.LANGUAGE_CODE),
            purpose=JOIN, terms=terms, scope_id=kept.group_id, in_list=True,
            invited_by_id=kept.by_id, created_at=when,
            expires_at=when + timedelta(days=DEFAULT_DAYS),
        )
        for line in lines
    ]  # fmt: skip


def _refuse_flood(by: User, number: int, when: datetime) -> None:
    limit = NETWORK_LIMIT if can_manage_network(by) else DAILY_LIMIT
    since = Invitation.objects.filter(
        invited_by=by, in_list=True, created_at__gt=when - timedelta(days=1)
    )
    left = max(limit - since.count(), 0)
    if number and number > left:
        raise Refused(
            _g("Les listes invitent %(limit)d personnes par jour au plus : il en reste %(left)d pour aujourd'hui.")
            % {"limit": limit, "left": left}
        )  # fmt: skip


def _ask(by: User, group: WorkingGroupPage, role: str) -> WorkingGroupPage:
    WorkingGroupPage.objects.select_for_update().get(pk=group.pk)
    group = WorkingGroupPage.objects.select_related("record").get(pk=group.pk)
    # Locked, so that the day's limit counts one list at a time.
    User.objects.select_for_update().get(pk=by.pk)
    forget(by)
    require(verdict_on_inviting(by, group))
    if not is_open(group):
        raise Refused(_g("Ce groupe est fermé : il n'accueille plus personne."))
    if role == Role.COORDINATOR and not can_change_roles(by, group):
        raise Refused(_g("Le groupe a une animation : c'est elle qui nomme une suppléance."))
    return group
