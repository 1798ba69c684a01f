"""What a reviewer's link opens: its one version, that version's files, its own threads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Prefetch, Q
from django.http import Http404

from contributions.enums import PublicState
from contributions.lifecycle import state_of
from contributions.models import ContributionPage, ContributionRecord, Version
from discussion.models import Opinion, Remark, ReviewerLink
from kit.clock import moment
from media.access import files_used_by
from media.models import SiteDocument, SiteImage
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


def version_read(link: ReviewerLink) -> ContributionPage:
    """The version of a link as it is read."""
    page: ContributionPage = link.version.revision.as_object()
    page.record = link.version.record
    return page


def holds_file(link: ReviewerLink, file: SiteImage | SiteDocument) -> bool:
    """Whether an image or a document stands in the version, as it is read today."""
    kind = ContentType.objects.get_for_model(file)
    if not link.version.files.filter(content_type=kind, object_id=str(file.pk)).exists():
        return False
    # What was masked since is noted with the version all the same.
    return (type(file), str(file.pk)) in files_used_by(version_read(link))


# -- What was said by a link -------------------------------------------------------------


@dataclass(frozen=True)
class Thread:
    """A remark that came by a link, and the answers that its reader may see."""

    remark: Remark
    answers: list[Remark]


def threads_by(
    link: ReviewerLink, *, block_id: str | None = None, pk: int | None = None
) -> list[Thread]:
    """One's own threads, the oldest first, in two queries; who answered is not named."""
    rows = Remark.objects.filter(link=link, root__isnull=True).select_related("suggestion")
    if block_id is not None:
        # A suggestion that was led names a block of the draft.
        rows = rows.filter(block_id=block_id, suggestion__rebased_at__isnull=True)
    if pk is not None:
        rows = rows.filter(pk=pk)
    shown = Remark.objects.filter(hidden_at__isnull=True).order_by("submit_date", "pk")
    rows = rows.order_by("submit_date", "pk").prefetch_related(Prefetch("answers", shown))
    return [Thread(row, list(row.answers.all())) for row in rows]


def counts_of(threads: Iterable[Thread]) -> dict[str, dict[str, int]]:
    """How many remarks one left, by block: `open` ones, and `all`; none that was led to
    words of the draft."""
    found: dict[str, dict[str, int]] = {}
    for each in threads:
        if each.remark.was_led:
            continue
        count = found.setdefault(each.remark.block_id, {"open": 0, "all": 0})
        count["all"] += 1
        count["open"] += each.remark.is_open
    return found


def marks_of(threads: Iterable[Thread]) -> list[dict[str, Any]]:
    """The passages that one spoke of, for the script that marks them in the text."""
    return [
        {"id": each.remark.pk, "block": each.remark.block_id, "quote": each.remark.quote,
         "prefix": each.remark.prefix}
        for each in threads
        if each.remark.quote and not each.remark.was_led
    ]  # fmt: skip


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
