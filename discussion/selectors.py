"""Remarks as pages ask for them: in a constant number of queries, however many there are.

Threads are paged in the database; where a passage is today is computed for those that are
shown, and for the newest open ones that are marked in a text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django_comments.models import CommentFlag
from django_comments_xtd.models import LIKEDIT_FLAG

from contributions.models import ContributionPage, Version
from groups.rules import can_see_members
from kit.access import AnyUser
from media.models import SiteDocument

from .anchors import Fate, Placement, Words, place
from .drafts import draft_words, version_words
from .mentions import people_to_mention
from .models import Remark, RemarkFile
from .rules import Seat, page_of

#: Threads of a page, answers of a thread in a list, answers of a thread on its own page.
PER_PAGE = 30
ANSWERS_IN_A_LIST = 10
ANSWERS_AT_MOST = 100

#: Passages that are marked in a text at once, the newest.
MARKS_AT_MOST = 100

_SHOWN = ("user", "centre", "link", "version", "outcome_by", "hidden_by", "suggestion")


@dataclass(frozen=True)
class Counts:
    """How many remarks wait for an outcome, and how many there are in all."""

    open: int
    all: int


@dataclass
class Thread:
    """A remark and what belongs to it; by the key of each line: its `files`, how many
    agree (`endorsements`), and whether this person does (`endorsed`). `earlier`: answers
    before those that are here; `later`: whether some came after them."""

    remark: Remark
    placement: Placement
    answers: list[Remark] = field(default_factory=list)
    files: dict[int, list[SiteDocument]] = field(default_factory=dict)
    endorsements: dict[int, int] = field(default_factory=dict)
    endorsed: set[int] = field(default_factory=set)
    earlier: int = 0
    later: bool = False


@dataclass(frozen=True)
class Threads:
    """One page of threads; `counts`: how many there are of each sort."""

    threads: list[Thread]
    page: Page[Any]
    counts: dict[str, int]


# -- How many --------------------------------------------------------------------------


def counts_by_block(
    page: ContributionPage, user: AnyUser, seat: Seat | None = None
) -> dict[str, Counts]:
    """Block id → remarks on it that `user` may read; the whole text is the empty id. With
    their `seat` before the page, what rules ask is not read again."""
    rows = _in_blocks(seat or Seat(user, page)).order_by().values("block_id")
    rows = rows.annotate(open=Count("pk", filter=_OPEN), all=Count("pk"))
    return {row["block_id"]: Counts(row["open"], row["all"]) for row in rows}


def open_by_text(records: Iterable[int]) -> dict[int, int]:
    """How many remarks wait for an outcome in each of these texts, for a group's space."""
    rows = Remark.objects.still_open().filter(record__in=list(records))
    rows = rows.order_by().values("record").annotate(count=Count("pk"))
    return {row["record"]: row["count"] for row in rows}


_OPEN = Q(outcome="", hidden_at__isnull=True)


def _counts(rows: QuerySet[Remark], user: AnyUser, blocks: Sequence[str]) -> dict[str, int]:
    counts: dict[str, int] = rows.order_by().aggregate(
        all=Count("pk"),
        open=Count("pk", filter=_OPEN),
        ended=Count("pk", filter=~Q(outcome="")),
        gone=Count("pk", filter=_gone(blocks)),
    )
    # The author stands in another table, which has its own way to a person's few rows.
    return counts | {"mine": rows.filter(user=user.pk).order_by().count()}


def _gone(blocks: Sequence[str]) -> Q:
    """Remarks on blocks that are not in the text any more."""
    return ~Q(block_id__in=["", *blocks]) if blocks else Q(pk__in=[])


# -- Threads ---------------------------------------------------------------------------


def threads_of(
    page: ContributionPage,
    user: AnyUser,
    *,
    block: str | None = None,
    which: str = "open",
    number: int = 1,
    seat: Seat | None = None,
) -> Threads:
    """The threads on a text that `user` reads, the newest first, a page at a time.

    `which`: `open`, `mine`, `ended`, `gone` (their block left the text) or `all`. A page
    out of range is the last one. The caller asked `rules.verdict_on_threads`.
    """
    seat = seat or Seat(user, page)
    words = _words_for(seat)
    rows = _readable(seat) if block is None else _in_blocks(seat).filter(block_id=block)
    counts = _counts(rows, user, list(words))
    kept = {
        "open": _OPEN,
        "mine": Q(user=user.pk),
        "ended": ~Q(outcome=""),
        "gone": _gone(list(words)),
        "all": Q(),
    }
    keys = rows.filter(kept[which]).order_by("-pk").values_list("pk", flat=True)
    paginator = Paginator(keys, PER_PAGE)
    paginator.count = counts[which]
    listed = paginator.get_page(number)
    return Threads(_threads(list(listed.object_list), seat, words), listed, counts)


def thread_of(
    remark: Remark, user: AnyUser, before: int | None = None, seat: Seat | None = None
) -> Thread:
    """One thread, from its remark or one of its answers, with the last `ANSWERS_AT_MOST`
    answers, of those before the answer `before`."""
    seat = seat or Seat(user, page_of(remark))
    key = remark.root_id or remark.pk
    thread = _threads([key], seat, _words_for(seat), ANSWERS_AT_MOST, before)[0]
    thread.later = before is not None and thread.remark.answers.filter(pk__gte=before).exists()
    return thread


def page_of_answer(answer: Remark) -> str:
    """The page of its thread on which an answer stands."""
    address = answer.get_absolute_url()
    if answer.root_id is None:
        return address
    after = Remark.objects.filter(root=answer.root_id, pk__gt=answer.pk)
    hidden = after.count() >= ANSWERS_AT_MOST
    return f"{address}?avant={answer.pk + 1}" if hidden else address


def marks_of(
    page: ContributionPage,
    user: AnyUser,
    version: Version | None = None,
    seat: Seat | None = None,
) -> list[dict[str, Any]]:
    """The newest open passages, where they are in the draft or in a version, for a script
    to mark in the text as it is read."""
    seat = seat or Seat(user, page)
    words = version_words(page, version) if version else _words_for(seat)
    rows = _in_blocks(seat).filter(_OPEN).exclude(quote="").order_by("-pk")[:MARKS_AT_MOST]
    placed = ((remark, place(remark, words)) for remark in rows)
    return [_mark(remark, spot, words) for remark, spot in placed if spot.found]


def people_to_name(page: ContributionPage, user: AnyUser) -> list[str]:
    """Names that `user` may put after an `@`: none for who does not see the group's people."""
    if not can_see_members(user, page.record.lead_group):
        return []
    people = people_to_mention(page.record).exclude(pk=user.pk or 0)
    return list(people.values_list("display_name", flat=True))


def _readable(seat: Seat) -> QuerySet[Remark]:
    """Twin of `Seat.reads`, for the remarks of its text."""
    rows = Remark.objects.roots().filter(record=seat.page.record.pk)
    if seat.reads_all:
        return rows
    return rows.filter(user=seat.user.pk) if seat.stands else rows.none()


def _in_blocks(seat: Seat) -> QuerySet[Remark]:
    """Those whose block this person may know: what was led names one of the draft."""
    rows = _readable(seat)
    return rows if seat.reads_all else rows.filter(suggestion__rebased_at__isnull=True)


def _words_for(seat: Seat) -> Words:
    """The words of the draft, for who reads it; none for others, who learn nothing of it.
    Made once for one reading of the text."""
    if not seat.reads_all:
        return {}
    known = seat.page.__dict__
    if "_words_of_draft" not in known:
        known["_words_of_draft"] = draft_words(seat.page)
    words: Words = known["_words_of_draft"]
    return words


def _mark(remark: Remark, spot: Placement, words: Words) -> dict[str, Any]:
    """A passage as it reads today, with what stands before it."""
    said = words[spot.block_id][spot.field]
    return {
        "remark": remark.pk,
        "block": spot.block_id,
        "quote": said[spot.start : spot.end],
        "prefix": said[max(0, spot.start - 40) : spot.start],
        "suffix": said[spot.end : spot.end + 40],
    }


def _threads(
    keys: Sequence[int],
    seat: Seat,
    words: Words,
    answers: int = ANSWERS_IN_A_LIST,
    before: int | None = None,
) -> list[Thread]:
    """These threads, in this order, with everything that belongs to them."""
    found = Remark.objects.select_related(*_SHOWN).in_bulk(keys)
    record = seat.page.record
    threads = {
        key: Thread(found[key], _placed(found[key], seat, words)) for key in keys if key in found
    }
    for line in last_answers(Remark.objects.all(), list(threads), answers, before):
        thread = threads[line.root_id]
        line.root = thread.remark
        thread.answers.append(line)
        # Counted backwards: the first line that is shown has the number of those before it.
        thread.earlier = max(0, line.annotated_of - answers)
    lines = [line for one in threads.values() for line in (one.remark, *one.answers)]
    for line in lines:
        line.record = record
    _attach(threads, [line.pk for line in lines], seat.user)
    return list(threads.values())


def _placed(remark: Remark, seat: Seat, words: Words) -> Placement:
    """Where the passage is; for who does not read the draft, where they left it."""
    if seat.reads_all:
        return place(remark, words)
    fate = Fate.THERE if remark.quote else Fate.WHOLE
    return Placement(fate, remark.block_id, remark.field)


def last_answers(
    rows: QuerySet[Remark], roots: list[int], most: int, before: int | None = None
) -> Iterable[Any]:
    """The last answers of each thread among `rows`, in their order; `annotated_of`: of how
    many. With `before`, of those that came before this one."""
    rows = rows.filter(root__in=roots)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    rows = rows.annotate(
        annotated_rank=Window(RowNumber(), partition_by=F("root"), order_by=F("pk").desc()),
        annotated_of=Window(Count("pk"), partition_by=F("root")),
    )
    rows = rows.filter(annotated_rank__lte=most).select_related("user", "centre", "link")
    return rows.order_by("pk")


def _attach(threads: dict[int, Thread], keys: list[int], user: AnyUser) -> None:
    """Give each thread the files of its lines, and who agrees with them."""
    root_of = {line.pk: key for key, one in threads.items() for line in (one.remark, *one.answers)}
    files: dict[int, list[SiteDocument]] = defaultdict(list)
    rows = RemarkFile.objects.filter(remark__in=keys).select_related("document")
    for row in rows.order_by("pk"):
        files[row.remark_id].append(row.document)
    for key, documents in files.items():
        threads[root_of[key]].files[key] = documents
    flags = CommentFlag.objects.filter(comment__in=keys, flag=LIKEDIT_FLAG)
    for key, person in flags.values_list("comment", "user"):
        thread = threads[root_of[key]]
        thread.endorsements[key] = thread.endorsements.get(key, 0) + 1
        if person == user.pk:
            thread.endorsed.add(key)
