"""When the network cannot decide: too few moderators, or none without a hand in a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Q
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page

from contributions.enums import EventKind
from contributions.late import is_late
from contributions.models import ContributionPage, ContributionRecord, RevisionAuthor, TextEvent
from contributions.recipients import accounts, every_moderator, every_network
from contributions.signals import life_written
from contributions.standing import HANDS_ON
from kit.access import AnyUser
from notifications.outbox import announce
from people.enums import MandateKind
from people.models import Mandate, User
from people.rules import can_manage_network

from .rules import AT_THE_DESK, moderates

#: Fewer cannot decide on what one of them wrote, nor look at what one of them hid.
AT_LEAST = 2

KIND = "moderation.nobody_decides"
_KEPT = "_alert_facts"


@dataclass(frozen=True)
class Alert:
    """`moderators`: how many there are, when there are too few; `texts`: those on which
    nobody may decide, since all who could had a hand in them."""

    moderators: int | None
    texts: Sequence[ContributionPage] = ()

    def __bool__(self) -> bool:
        return self.moderators is not None or bool(self.texts)


def alert_for(user: AnyUser) -> Alert:
    """What stands before those who can mend it, and before moderators; nothing for others."""
    if not (moderates(user) or can_manage_network(user)):
        return Alert(None)
    moderators = _moderators()
    return Alert(_too_few(moderators), undecidable(_at_the_desk(), moderators))


def _moderators() -> frozenset[int]:
    return frozenset(accounts(every_moderator()).values_list("pk", flat=True))


def _too_few(moderators: frozenset[int]) -> int | None:
    return len(moderators) if len(moderators) < AT_LEAST else None


def _at_the_desk() -> list[ContributionPage]:
    pages = ContributionPage.objects.with_states().not_trashed()
    late = ContributionRecord.objects.filter(is_late(timezone.now()))
    pages = pages.filter(annotated_work_state__in=[work.value for work in AT_THE_DESK])
    pages = pages.filter(Q(record__embargo_until__isnull=True) | Q(record__in=late))
    return list(pages.defer("body", "summary", "approach", "addressees").order_by("pk"))


def undecidable(
    pages: Sequence[ContributionPage], moderators: frozenset[int]
) -> list[ContributionPage]:
    """The texts on which no moderator may decide; in two queries for all. Without any
    moderator the want of them is said once, and not for each text."""
    if not pages or not moderators:
        return []
    hands = _hands(pages, moderators)
    return [page for page in pages if moderators <= hands[page.pk]]


def _hands(pages: Sequence[ContributionPage], people: Iterable[int]) -> dict[int, set[int]]:
    """Twin of `standing.had_a_hand`, for several persons: who of them, by the key of the page."""
    since = {page.pk: page.record.published_at for page in pages}
    page_of = {page.record.pk: page.pk for page in pages}
    wrote = (
        RevisionAuthor.objects.filter(
            person__in=people,
            revision__base_content_type=ContentType.objects.get_for_model(Page),
            revision__object_id__in=[str(key) for key in since],
        )
        .values_list("revision__object_id", "person")
        .annotate(last=Max("revision__created_at"))
        .order_by()
    )
    acted = (
        TextEvent.objects.filter(actor__in=people, kind__in=HANDS_ON, record__in=list(page_of))
        .values_list("record", "actor")
        .annotate(last=Max("at"))
        .order_by()
    )
    acts = [(int(key), person, at) for key, person, at in wrote]
    acts += [(page_of[record], person, at) for record, person, at in acted]
    found: dict[int, set[int]] = defaultdict(set)
    for key, person, at in acts:
        if since[key] is None or at > since[key]:
            found[key].add(person)
    return found


# -- Telling the network ---------------------------------------------------------------


def tell_of_alerts(now: datetime) -> int:
    """Tell the network's coordination of what it alone can mend, once; how many letters."""
    moderators = _moderators()
    told = 0
    if _too_few(moderators) is not None:
        told += _tell({"moderators": len(moderators)}, _key_of_too_few(moderators), now)
    for page in undecidable(_at_the_desk(), moderators):
        told += _tell_of_text(page, now)
    return told


@receiver(life_written)
def tell_at_submission(
    sender: Any, page: ContributionPage, event: TextEvent, **kwargs: Any
) -> None:
    """A text on which nobody may decide is told at once."""
    if event.kind == EventKind.SUBMITTED and undecidable([page], _moderators()):
        _tell_of_text(page, event.at)


def _tell_of_text(page: ContributionPage, at: datetime) -> int:
    version = page.record.reviewed_version
    number = version.number if version else 0
    data = {"text": page.record.pk, "title": page.draft_title}
    return _tell(data, f"text-{page.record.pk}-{number}", at)


def _key_of_too_few(moderators: frozenset[int]) -> str:
    """Another one each time that somebody left since, or came and left."""
    ever = Mandate.objects.filter(kind=MandateKind.MODERATOR).count()
    return f"few-{'-'.join(map(str, sorted(moderators)))}-of-{ever}"


def _tell(data: dict[str, Any], key: str, at: datetime) -> int:
    whom = accounts(every_network()).values_list("pk", flat=True)
    return announce(KIND, list(whom), data=data, key=key, at=at)


@dataclass(frozen=True)
class _Today:
    """What holds today: whether there are too few moderators, and the numbers of the texts
    on which none may decide."""

    too_few: bool
    texts: frozenset[int]


def is_still_so(person: User, data: dict[str, Any]) -> bool:
    """Whether what was told holds today; read once for all the news of one person, and kept
    on the account object (see `kit.access.forget`)."""
    today: _Today | None = getattr(person, _KEPT, None)
    if today is None:
        moderators = _moderators()
        blocked = undecidable(_at_the_desk(), moderators)
        numbers = frozenset(page.record.pk for page in blocked)
        today = _Today(_too_few(moderators) is not None, numbers)
        setattr(person, _KEPT, today)
    return data["text"] in today.texts if "text" in data else today.too_few
