"""A round as one person reads it: each centre's line, holding no more than they may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from assent.enums import AnswerKind
from assent.models import Answer, Round
from assent.passages import Passage, passage_of, passages_of
from assent.pictures import ANSWERED, SIGNS, SILENT, TO_CONFIRM, Picture, picture_of
from assent.rules import Seen, Sight, seen_of
from assent.selectors import Line, Tally, tally
from contributions.models import ContributionPage, ContributionRecord, Version
from groups.rules import can_see_members
from kit.access import AnyUser
from people.models import Centre
from people.rules import mandates_of


@dataclass(frozen=True)
class CentreLine:
    """What one centre said, as far as the reader may know. `url`: where the reader answers
    for it; `carried`: what it said before, where that waits to be confirmed, or was not
    (`lapsed`)."""

    centre: str
    kind: str
    sign: str
    label: str
    at: datetime | None = None
    by: str = ""
    as_delegate: bool = False
    confirmed: bool = False
    reach: str = ""
    words: str = ""
    passage: Passage | None = None
    carried: str = ""
    lapsed: bool = False
    url: str = ""
    is_current: bool = True
    rank: int = 1
    version: int = 0


@dataclass(frozen=True)
class ToldRound:
    """One round, as one person reads it."""

    round: Round
    version: Version
    picture: Picture
    lines: list[CentreLine]
    tally: Tally
    outcome: str = ""
    is_past: bool = False


class Reader:
    """One person before the rounds of one text."""

    def __init__(self, user: AnyUser, page: ContributionPage, sight: Sight) -> None:
        self.user, self.page, self.sight = user, page, sight
        self.centres = mandates_of(user).centres
        self.with_names = can_see_members(user, page.record.lead_group)

    def told(self, round_: Round) -> ToldRound:
        """A constant number of queries, whatever the centres."""
        round_.record = self.page.record
        counted = tally(round_)
        sees_kinds = self.sight is not Sight.PROGRESS
        return ToldRound(
            round_,
            round_.version,
            picture_of(counted, with_kinds=sees_kinds),
            self._lines(round_, counted),
            counted,
            str(round_.get_outcome_display()) if sees_kinds else _("clos"),
            round_.is_open and round_.is_past(),
        )

    def _lines(self, round_: Round, counted: Tally) -> list[CentreLine]:
        waiting = {centre.pk: answer for centre, answer in counted.to_confirm}
        answers = [answer for _centre, answer in counted.answered if answer]
        passages = self._passages(round_, answers)
        return [
            self.line_of(round_, line, waiting.get(line[0].pk), passages) for line in counted.owing
        ]

    def _passages(self, round_: Round, answers: Sequence[Answer]) -> list[Passage]:
        """The blocks of the version, where the reader may see which one is objected to."""
        named = any(answer.block_id and self._sees_whole(answer) for answer in answers)
        return passages_of(round_.version) if named else []

    def _sees_whole(self, answer: Answer) -> bool:
        return self.sight is Sight.ALL or answer.centre_id in self.centres

    def line_of(
        self, round_: Round, line: Line, waiting: Answer | None, passages: Sequence[Passage]
    ) -> CentreLine:
        centre, answer = line
        url = ""
        if centre.pk in self.centres and round_.is_open:
            url = reverse("assent:answer", args=[round_.record_id, centre.slug])
        if answer is not None:
            return self.line_of_answer(
                answer, seen_of(answer, self.user, self.sight), passages, url
            )
        carried = seen_of(waiting, self.user, self.sight).kind if waiting else None
        if carried and (round_.is_open or carried is AnswerKind.OBJECTION):
            label = _("À confirmer") if round_.is_open else _("Objection non confirmée")
            return CentreLine(
                centre.name, "confirm", TO_CONFIRM, label,
                carried=str(carried.label), lapsed=not round_.is_open, url=url,
            )  # fmt: skip
        return CentreLine(centre.name, "silent", SILENT, _("Sans réponse"), url=url)

    def line_of_answer(
        self, answer: Answer, seen: Seen, passages: Sequence[Passage], url: str = ""
    ) -> CentreLine:
        """What was said; that it was said, for who may not know what."""
        if seen.kind is None:
            return CentreLine(answer.centre_name, "answered", ANSWERED, _("A répondu"), url=url)
        whole = self._sees_whole(answer)
        return CentreLine(
            answer.centre_name, seen.kind.value, SIGNS[seen.kind], str(seen.kind.label),
            at=answer.at,
            by=answer.by.public_name if whole and self.with_names else "",
            as_delegate=whole and answer.as_delegate,
            confirmed=answer.confirms_id is not None,
            reach=_reach(answer) if seen.words else "",
            words=seen.words,
            passage=passage_of(answer.block_id, passages) if whole else None,
            url=url,
        )  # fmt: skip


def _reach(answer: Answer) -> str:
    """How far the words of a reserve go; other words stay in the group until a disagreement
    is published."""
    if answer.kind != AnswerKind.RESERVE:
        return ""
    return _("Réserve publique") if answer.is_public else _("Réserve interne")


def history_lines(record: ContributionRecord, centre: Centre) -> list[CentreLine]:
    """Everything that a centre said of a text, the latest first, for who speaks for it."""
    said = Answer.objects.filter(round__record=record, centre=centre)
    rows = list(said.select_related("by", "round__version").order_by("-at", "-pk"))
    passages: dict[int, list[Passage]] = {}
    for row in rows:
        version = row.round.version
        if row.block_id and version.pk not in passages:
            linked = version.pk == record.reviewed_version_id
            passages[version.pk] = passages_of(version, linked=linked)
    return [_line_of_past(row, passages.get(row.round.version_id, [])) for row in rows]


def _line_of_past(row: Answer, passages: Sequence[Passage]) -> CentreLine:
    kind = AnswerKind(row.kind)
    return CentreLine(
        row.centre_name, kind.value, SIGNS[kind], str(kind.label),
        at=row.at, by=row.by.public_name, as_delegate=row.as_delegate,
        confirmed=row.confirms_id is not None, reach=_reach(row), words=row.words,
        passage=passage_of(row.block_id, passages), is_current=row.is_current,
        rank=row.round.rank, version=row.round.version.number,
    )  # fmt: skip
