"""The proposals that wait for an answer, by addressee: of texts that the public reads, and of
those that were only sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from contributions.masks.words import Cover
from contributions.models import ContributionPage, ContributionRecord, Mask, Version
from contributions.selectors import records_of_groups
from groups.models import WorkingGroupPage
from kit.access import AnyUser
from kit.clock import moment
from people.rules import is_network

from .answering import Answerable, bodies_of, proposals_in_body
from .models import Proposal, ReplyBlock, Transmission, key_of
from .models.replies import came_out
from .rules import groups_followed

#: After so long without an answer, a proposal is in the list of those that wait.
WAITING = timedelta(days=60)


@dataclass(frozen=True)
class Waiting:
    """A transmission that some proposals of its version wait for an answer to."""

    transmission: Transmission
    proposals: list[Answerable]

    @property
    def page(self) -> ContributionPage:
        return self.transmission.version.record.page


def unanswered(user: AnyUser, at: datetime | None = None) -> list[Waiting]:
    """What waits for `WAITING` or longer, by addressee, the oldest first: for the groups that
    `user` coordinates, and everywhere for the network. In a constant number of queries.

    Of a text that was published, the proposals that stand in it today; of one that was only
    sent, those of the version, as long as it is the validated one. Nothing of a text that was
    withdrawn or replaced, or that its group took up again.
    """
    rows = Transmission.objects.filter(
        sent_at__lte=moment(at) - WAITING, ended_at__isnull=True,
        version__record__trashed_at__isnull=True, version__record__withdrawn_at__isnull=True,
        version__record__replaced_by__isnull=True,
    )  # fmt: skip
    if not (user.is_superuser or is_network(user)):
        records = records_of_groups(groups_followed(user))
        rows = rows.filter(version__record__in=records.values("pk"))
    rows = rows.select_related("version__record__page", "version__record__lead_group")
    sent = list(rows.annotate(annotated_out=came_out()).order_by("sent_at", "pk"))
    if not sent:
        return []
    texts = _Texts.of(sent)
    lines = (Waiting(each, texts.waiting_in(each)) for each in sent)
    return [line for line in lines if line.proposals]


def unanswered_by_group(user: AnyUser) -> list[tuple[WorkingGroupPage, int]]:
    """For who coordinates: how many addressees each leading group waits for, by title."""
    if not groups_followed(user):
        return []
    waited_for: defaultdict[int, set[str]] = defaultdict(set)
    groups: dict[int, WorkingGroupPage] = {}
    for line in unanswered(user):
        group = line.transmission.version.record.lead_group
        groups[group.pk] = group
        waited_for[group.pk].add(key_of(line.transmission.organisation))
    return sorted(
        ((groups[key], len(who)) for key, who in waited_for.items()),
        key=lambda each: each[0].title,
    )


@dataclass(frozen=True)
class _Texts:
    """What is asked of all the texts at once: their rows by page, the bodies that were sent,
    what is hidden in them, what was answered, and which version corrects which."""

    rows: dict[int, list[Proposal]]
    bodies: dict[int, str]
    covers: dict[int, list[Cover]]
    answered: set[tuple[int, str, str]]
    corrects: dict[int, int | None]

    @classmethod
    def of(cls, sent: Sequence[Transmission]) -> _Texts:
        records = {each.version.record_id for each in sent}
        pages = {each.version.record.page_id for each in sent}
        corrections = Version.objects.filter(record__in=records, corrects__isnull=False).only(
            "pk", "corrects"
        )
        return cls(
            _rows_of(pages), bodies_of({each.version.revision_id for each in sent}),
            Mask.objects.covers_by_page(pages), _answered_to(records),
            {each.pk: each.corrects_id for each in corrections},
        )  # fmt: skip

    def waiting_in(self, sent: Transmission) -> list[Answerable]:
        record, who = sent.version.record, key_of(sent.organisation)
        return [
            each for each in self._asked_in(sent) if (record.pk, who, each.key) not in self.answered
        ]

    def _asked_in(self, sent: Transmission) -> list[Answerable]:
        record, body = sent.version.record, self.bodies[sent.version.revision_id]
        rows = self.rows.get(record.page_id, [])
        if sent.annotated_out:  # type: ignore[attr-defined]
            standing = (row for row in rows if record.page.live and row.removed_at is None)
            found = [Answerable(str(row.block_id), row.title, row) for row in standing]
            return [each for each in found if each.key in body]
        if not self._is_validated(sent.version, record):
            return []
        numbered = {str(row.block_id): row for row in rows}
        said = proposals_in_body(body, self.covers[record.page_id])
        return [Answerable(key, title, numbered.get(key)) for key, title in said]

    def _is_validated(self, version: Version, record: ContributionRecord) -> bool:
        """Whether it is the validated version, or one whose form alone that one corrects."""
        key = record.validated_version_id
        while key is not None and key != version.pk:
            key = self.corrects.get(key)
        return key is not None


def _rows_of(pages: set[int]) -> dict[int, list[Proposal]]:
    found: defaultdict[int, list[Proposal]] = defaultdict(list)
    for row in Proposal.objects.filter(page__in=pages).order_by("position", "rank"):
        found[row.page_id].append(row)
    return found


def _answered_to(records: set[int]) -> set[tuple[int, str, str]]:
    """Text, who answered, and block, of every answer."""
    rows = ReplyBlock.objects.filter(reply__record__in=records)
    values = rows.values_list("reply__record", "reply__addressee_key", "block_id")
    return {(record, who, str(block)) for record, who, block in values}
