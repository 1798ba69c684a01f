"""What a reviewer's link opens: its one version, that version's files, its own threads."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import Http404

from contributions.enums import PublicState
from contributions.lifecycle import state_of
from contributions.models import ContributionPage, ContributionRecord, Version
from discussion.models import Opinion, Remark, ReviewerLink
from discussion.selectors import (
    ANSWERS_AT_MOST,
    ANSWERS_IN_A_LIST,
    MARKS_AT_MOST,
    PER_PAGE,
    last_answers,
)
from kit.clock import moment
from people.invitations import hash_of

#: All that a page of a link says of its version and text.
_NAMED = (
    "version__revision",
    "version__record__page",
    "version__record__lead_group",
    "version__record__call",
)


def link_of(token: str, at: datetime | None = None) -> ReviewerLink:
    """The link of a token. Raises Http404 for one that opens nothing, whatever the reason."""
    rows = ReviewerLink.objects.select_related(*_NAMED)
    link = rows.filter(token_hash=hash_of(token)).first()
    if link is None or not opens(link, moment(at)):
        raise Http404
    return link


def locked_link(link: ReviewerLink, at: datetime) -> ReviewerLink:
    """The link read again and locked, inside a transaction. Raises Http404 when it has
    ended meanwhile."""
    rows = ReviewerLink.objects.select_for_update(of=("self",)).select_related(*_NAMED)
    found = rows.filter(pk=link.pk).first()
    if found is None or not opens(found, at):
        raise Http404
    return found


def opens(link: ReviewerLink, at: datetime) -> bool:
    """Whether a link opens its version: neither ended nor revoked, of a text that is
    neither in the trash nor withdrawn."""
    if not link.is_open(at):
        return False
    state = state_of(page_of(link))
    return not state.trashed and state.public is not PublicState.WITHDRAWN


def page_of(link: ReviewerLink) -> ContributionPage:
    """The text of a link, with its record."""
    record = link.version.record
    page: ContributionPage = record.page
    page.record = record
    return page


# -- What was said by a link -------------------------------------------------------------


@dataclass
class Thread:
    """A remark that came by a link, and the answers that its reader may see; `earlier`:
    how many came before these, `later`: whether some came after."""

    remark: Remark
    answers: list[Remark] = field(default_factory=list)
    earlier: int = 0
    later: bool = False


def threads_by(link: ReviewerLink, *, block_id: str | None = None, number: int = 1) -> Page[Any]:
    """A page of one's own threads, the oldest first, in a constant number of queries; who
    answered is not named. A page out of range is the last one."""
    rows = _said_by(link) if block_id is None else _on_version(link).filter(block_id=block_id)
    rows = rows.select_related("suggestion").order_by("submit_date", "pk")
    pages: Paginator[Any] = Paginator(rows, PER_PAGE)
    page = pages.get_page(number)
    page.object_list = _with_answers(list(page.object_list), ANSWERS_IN_A_LIST)
    return page


def thread_by(link: ReviewerLink, pk: int, before: int | None = None) -> Thread | None:
    """One of one's own threads, with its last answers, of those before `before`."""
    found = _said_by(link).filter(pk=pk).select_related("suggestion").first()
    if found is None:
        return None
    thread = _with_answers([found], ANSWERS_AT_MOST, before)[0]
    thread.later = before is not None and _shown().filter(root=pk, pk__gte=before).exists()
    return thread


def _with_answers(remarks: list[Remark], most: int, before: int | None = None) -> list[Thread]:
    threads = {remark.pk: Thread(remark) for remark in remarks}
    for line in last_answers(_shown(), list(threads), most, before):
        threads[line.root_id].answers.append(line)
        threads[line.root_id].earlier = max(0, line.annotated_of - most)
    return list(threads.values())


def _said_by(link: ReviewerLink) -> QuerySet[Remark]:
    return Remark.objects.filter(link=link, root__isnull=True)


def _on_version(link: ReviewerLink) -> QuerySet[Remark]:
    """Without the suggestions that were led: those name a block of the draft."""
    return _said_by(link).filter(suggestion__rebased_at__isnull=True)


def _shown() -> QuerySet[Remark]:
    return Remark.objects.filter(hidden_at__isnull=True)


def counts_of(link: ReviewerLink) -> dict[str, dict[str, int]]:
    """How many remarks one left, by block: `open` ones, and `all`; none that was led to
    words of the draft."""
    rows = _on_version(link).order_by().values("block_id")
    rows = rows.annotate(open=Count("pk", filter=Q(outcome="")), all=Count("pk"))
    return {row["block_id"]: {"open": row["open"], "all": row["all"]} for row in rows}


def marks_of(link: ReviewerLink, block_id: str | None = None) -> list[dict[str, Any]]:
    """The passages that one spoke of last, for the script that marks them in the text."""
    rows = _on_version(link).exclude(quote="").order_by("-pk")
    if block_id is not None:
        rows = rows.filter(block_id=block_id)
    found = rows.values("id", "quote", "prefix", block=F("block_id"))
    return list(found[:MARKS_AT_MOST])


def links_to(
    record: ContributionRecord, at: datetime | None = None
) -> tuple[list[ReviewerLink], list[ReviewerLink]]:
    """The links to the versions of a text: those that stand, then those that are over, the
    last to end first; each with `said`, how many remarks came by it."""
    when = moment(at)
    roots = Count("remarks", filter=Q(remarks__root__isnull=True, remarks__hidden_at__isnull=True))
    found = ReviewerLink.objects.filter(version__record=record).annotate(said=roots)
    rows: list[ReviewerLink] = list(found.select_related("version", "created_by", "opinion"))
    standing = [link for link in rows if link.is_open(when)]
    past = sorted((link for link in rows if not link.is_open(when)), key=_ended, reverse=True)
    return standing, past


def _ended(link: ReviewerLink) -> datetime:
    return min(link.until, link.revoked_at or link.until)


def opinions_of(version: Version) -> list[Opinion]:
    """What invited readers think of a version, the oldest first."""
    rows = Opinion.objects.filter(link__version=version).select_related("link")
    return list(rows.order_by("at", "pk"))
