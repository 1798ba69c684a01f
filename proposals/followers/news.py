"""What followers are told, by their account's news or by letters, and in which words.

No words of a proposal are in them: its number, the title of its text, and what happened. An
event writes one row (`note_event`), however many follow; a chore finds who does and writes to
them, in transactions of its own (`tell_due`).
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from contributions.models import ContributionPage
from contributions.records import lock_text
from notifications.kinds import Kind, Line, kinds
from notifications.outbox import LATE, announce
from people.models import User
from proposals.models import FollowedEvent, Follower, Happening, Proposal, Reply

from .letters import inside_a_sentence, write_news

logger = logging.getLogger(__name__)

Data = dict[str, Any]

#: Events that one run tells at most, as it comes again a minute later; letters that one
#: transaction writes.
_AT_ONCE, _LETTERS_AT_ONCE = 100, 20


def note_event(
    page: ContributionPage,
    proposals: Iterable[Proposal],
    what: Happening,
    *,
    key: str,
    at: datetime,
    by: User | None = None,
    reply: Reply | None = None,
) -> None:
    """Keep, inside the event's transaction, that followers of `proposals` of `page` are to be
    told. `key` names the event: what was noted, or told, is not told again."""
    numbers = sorted(each.pk for each in proposals)
    if not Follower.objects.told().filter(proposal__in=numbers).exists():
        return
    FollowedEvent.objects.get_or_create(
        key=f"{what}-{key}",
        defaults={
            "record": page.record, "what": what, "proposals": numbers, "reply": reply, "by": by,
            "at": at,
        },
    )  # fmt: skip


def tell_due(now: datetime) -> int:
    """Tell what was noted; how many events were told. Each is told in transactions of a few
    letters, so that nobody waits long for its text; two runs at once, or one after a crash,
    write to nobody twice."""
    rows = FollowedEvent.objects.filter(record__page__isnull=False)
    keys = list(rows.values_list("pk", "record__page")[:_AT_ONCE])
    told = 0
    for key, page in keys:
        try:
            _tell(key, page, now)
        except Exception:
            # It stays, and is tried again; the others are told meanwhile.
            logger.exception("Followers could not be told of event %s", key)
        else:
            told += 1
    return told


def _tell(key: int, page: int, now: datetime) -> None:
    after: str | None = ""
    while after is not None:
        with transaction.atomic():
            # As a mask does: the title that letters quote is the one of this moment.
            lock_text(page)
            after = _tell_some(_locked(key), after, now)


def _tell_some(event: FollowedEvent | None, after: str, now: datetime) -> str | None:
    """Accounts first, then the addresses that follow `after`; where to go on, or None once
    everybody was told."""
    if event is None:
        return None
    if _is_true(event):
        if not after:
            _tell_accounts(event)
        last = _write_letters(event, after) if now - event.at <= LATE else ""
        if last:
            return last
    event.delete()
    return None


def _locked(key: int) -> FollowedEvent | None:
    rows = FollowedEvent.objects.select_for_update(of=("self",)).filter(pk=key)
    return rows.select_related("record__page", "record__lead_group", "by", "reply").first()


def _is_true(event: FollowedEvent) -> bool:
    """An answer may have been closed since."""
    return event.reply is None or Reply.objects.public().filter(pk=event.reply.pk).exists()


def _followers(event: FollowedEvent) -> QuerySet[Follower]:
    return Follower.objects.told().filter(proposal__in=event.proposals)


def _words(event: FollowedEvent) -> str:
    """The state of an answer in words is each reader's language: it waits on the page."""
    return event.reply.addressee if event.reply else ""


def _tell_accounts(event: FollowedEvent) -> None:
    accounts: defaultdict[int, list[int]] = defaultdict(list)
    rows = _followers(event).filter(person__isnull=False).order_by("proposal", "pk")
    for number, person in rows.values_list("proposal", "person"):
        accounts[number].append(person)
    data = {
        "what": event.what, "words": _words(event), "title": event.record.page.title,
        "text": event.record_id,
    }  # fmt: skip
    for number, people in accounts.items():
        announce(
            "proposals.followed", people, scope=event.record.lead_group,
            data=data | {"proposal": number}, key=f"{event.key}-{number}", at=event.at,
            by=event.by,
        )  # fmt: skip


def _write_letters(event: FollowedEvent, after: str) -> str:
    """To the next addresses after this one, in their order; the last of them where there may
    be more."""
    rows = _followers(event).filter(person__isnull=True).order_by("email", "proposal")
    next_ones = rows.filter(email__gt=after).values_list("email", flat=True).order_by("email")
    addresses = list(next_ones.distinct()[:_LETTERS_AT_ONCE])
    found: defaultdict[str, list[Follower]] = defaultdict(list)
    for row in rows.filter(email__in=addresses):
        found[row.email].append(row)
    for followers in found.values():
        write_news(
            followers, key=f"text-{event.record_id}-{event.key}",
            what=Happening(event.what).label, words=_words(event), title=event.record.page.title,
        )  # fmt: skip
    return addresses[-1] if len(addresses) == _LETTERS_AT_ONCE else ""


def _line(data: Data, person: User) -> Line:
    said = inside_a_sentence(Happening(data["what"]).label)
    headline = _g("Proposition n° %(number)s : %(what)s") % {
        "number": data["proposal"], "what": said,
    }  # fmt: skip
    url = reverse("proposals:proposal", args=[data["proposal"]])
    return Line(headline, data["words"], url, private=False, about=data["title"])


kinds.register(Kind("proposals.followed", _("Propositions que vous suivez"), _line))
