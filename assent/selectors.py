"""Rounds of consent as they are read: who owes an answer, who gave which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, QuerySet

from assent.carrying import carried_answers, centres_objecting_before
from assent.enums import AnswerKind
from assent.models import Answer, Disagreement, Owing, Round
from assent.passages import blocks_by_version
from contributions.models import ContributionPage, ContributionRecord, Version
from groups.models import Call
from kit.access import AnyUser
from people.models import Centre
from people.rules import mandates_of

#: A centre beside what it said, or nothing.
Line = tuple[Centre, Answer | None]


def open_round_of(page: ContributionPage) -> Round | None:
    """The round in progress on a text; one query."""
    rounds = Round.objects.filter(record=page.record, closed_at__isnull=True)
    return rounds.select_related("version", "record").first()


def rounds_of(record: ContributionRecord) -> list[Round]:
    """All rounds of a text, oldest first, with their versions and who owed; two queries."""
    rounds = Round.objects.filter(record=record)
    rounds = rounds.select_related("version", "opened_by", "closed_by")
    return list(rounds.prefetch_related(Prefetch("owing", Owing.objects.select_related("centre"))))


def current_answers(round_: Round) -> list[Answer]:
    """What each centre says now, by name of centre; one query."""
    rows = round_.answers.filter(is_current=True).select_related("centre", "by", "confirms")
    return list(rows.order_by("centre_name", "pk"))


def history_of(round_: Round, centre: Centre) -> list[Answer]:
    """Everything that a centre said in a round, oldest first; the last one may be current."""
    return list(round_.answers.filter(centre=centre).select_related("by", "confirms"))


@dataclass(frozen=True)
class Tally:
    """A round in lists of centres, by name. Each owing centre stands once among
    `consents`, `reserves`, `objections`, `abstentions`, `to_confirm` and `silent`.

    `to_confirm`: nothing said in this round, beside what was said in an earlier one, which
    counts for nothing until then. `kept`: the objections of centres that had objected in an
    earlier round of the same edition. `quorum_needed` is a number of answers.
    """

    owing: list[Line] = field(default_factory=list)
    consents: list[Line] = field(default_factory=list)
    reserves: list[Line] = field(default_factory=list)
    objections: list[Line] = field(default_factory=list)
    abstentions: list[Line] = field(default_factory=list)
    silent: list[Line] = field(default_factory=list)
    to_confirm: list[Line] = field(default_factory=list)
    answered: list[Line] = field(default_factory=list)
    kept: list[Line] = field(default_factory=list)
    quorum_needed: int = 0
    is_open: bool = True

    @property
    def quorum_reached(self) -> bool:
        return len(self.answered) >= self.quorum_needed

    @property
    def missing(self) -> list[Line]:
        """Every centre that has not answered this round."""
        return [line for line in self.owing if line[1] is None]

    @property
    def first_objections(self) -> list[Line]:
        """Those of centres that object for the first time: they ask for another round."""
        return [line for line in self.objections if line not in self.kept]

    @property
    def unconfirmed(self) -> list[Line]:
        """Objections of an earlier round that their centres did not say again, nor drop."""
        return [line for line in self.to_confirm if _is_objection(line[1])]

    @property
    def others_to_confirm(self) -> list[Line]:
        return [line for line in self.to_confirm if not _is_objection(line[1])]


def _is_objection(answer: Answer | None) -> bool:
    return answer is not None and answer.kind == AnswerKind.OBJECTION


_LISTS = {
    AnswerKind.CONSENT: "consents",
    AnswerKind.RESERVE: "reserves",
    AnswerKind.OBJECTION: "objections",
    AnswerKind.ABSTENTION: "abstentions",
}


def tally(round_: Round) -> Tally:
    """Where a round stands; a constant number of queries whatever the centres."""
    owing = list(round_.owing.select_related("centre").order_by("centre_name", "pk"))
    answers = {answer.centre_id: answer for answer in current_answers(round_)}
    missing = [row.centre_id for row in owing if row.centre_id not in answers]
    earlier = carried_answers(round_, missing) if missing else {}
    needed = -(-len(owing) * round_.quorum // 100)
    found = Tally(quorum_needed=needed, is_open=round_.is_open)
    for row in owing:
        answer = answers.get(row.centre_id)
        line = (row.centre, answer)
        found.owing.append(line)
        if answer is not None:
            found.answered.append(line)
            getattr(found, _LISTS[AnswerKind(answer.kind)]).append(line)
        elif row.centre_id in earlier:
            found.to_confirm.append((row.centre, earlier[row.centre_id]))
        else:
            found.silent.append(line)
    if found.objections:
        before = centres_objecting_before(round_)
        found.kept.extend(line for line in found.objections if line[0].pk in before)
    return found


# -- For one person --------------------------------------------------------------------


@dataclass(frozen=True)
class Owed:
    """One answer that a person may give for a centre; given already when `answer` is.

    `carried` is what the centre said before this round, to be confirmed.
    """

    round: Round
    centre: Centre
    record: ContributionRecord
    call: Call | None
    answer: Answer | None
    carried: Answer | None


def owed_by(user: AnyUser) -> list[Owed]:
    """What a director or delegate owes, or has given, in rounds that are open: by call, then
    date. A constant number of queries, and no page's words."""
    centres = mandates_of(user).centres
    if not centres:
        return []
    rows = list(
        Owing.objects.filter(
            centre__in=centres, round__closed_at__isnull=True, round__record__trashed_at__isnull=True
        ).select_related(
            "centre", "round__version", "round__record__call", "round__record__lead_group",
        )
    )  # fmt: skip
    said = _answers_in([row.round for row in rows], centres)
    before = _carried_in(rows, said)
    found = [_owed(row, said, before) for row in rows]
    return sorted(found, key=_by_call_then_date)


def _owed(
    row: Owing, said: dict[tuple[int, int], Answer], before: dict[tuple[int, int], Answer]
) -> Owed:
    key, record = (row.round_id, row.centre_id), row.round.record
    return Owed(
        row.round, row.centre, record, record.call,
        said.get(key), None if key in said else before.get(key),
    )  # fmt: skip


def _by_call_then_date(owed: Owed) -> tuple[bool, str, int, bool, float, int]:
    due, call = owed.round.due, owed.call
    return (
        call is None, call.title if call else "", call.pk if call else 0,
        due is None, due.timestamp() if due else 0, owed.round.pk,
    )  # fmt: skip


def _answers_in(rounds: list[Round], centres: Iterable[int]) -> dict[tuple[int, int], Answer]:
    rows = Answer.objects.filter(round__in=rounds, centre__in=list(centres), is_current=True)
    return {(row.round_id, row.centre_id): row for row in rows.select_related("by")}


def _carried_in(
    rows: list[Owing], said: dict[tuple[int, int], Answer]
) -> dict[tuple[int, int], Answer]:
    """What was said before in the same editions, of all the texts in one query."""
    open_now = {row.round.record_id: row for row in rows}
    wanted = Q(round__record__in=list(open_now), centre__in={row.centre_id for row in rows})
    earlier: dict[tuple[int, int], Answer] = {}
    found = Answer.objects.filter(wanted, is_current=True, round__closed_at__isnull=False)
    for answer in found.select_related("round__version").order_by("round", "pk"):
        now = open_now[answer.round.record_id].round
        since = now.record.edition_opened_at
        if since is None or answer.round.opened_at >= since:
            earlier[now.pk, answer.centre_id] = answer
    versions = {
        (row.round_id, row.centre_id): row.round.version_id
        for row in rows if (row.round_id, row.centre_id) not in said
    }  # fmt: skip
    waiting = {key: answer for key, answer in earlier.items() if key in versions}
    blocks = blocks_by_version({versions[key] for key, one in waiting.items() if one.block_id})
    return {
        key: answer for key, answer in waiting.items()
        if answer.block_id is None or answer.block_id in blocks.get(versions[key], {})
    }  # fmt: skip


# -- For the rooms beside and above ----------------------------------------------------


def owing_still(version: Version) -> QuerySet[Owing]:
    """Who has not answered the open round of a version, or of what it corrects."""
    owing = Owing.objects.filter(
        round__record=version.record_id, round__closed_at__isnull=True
    )  # fmt: skip
    answered = Answer.objects.filter(
        round__record=version.record_id, round__closed_at__isnull=True, is_current=True
    )
    return owing.exclude(centre__in=answered.values("centre"))


def disagreements_of(version: Version) -> QuerySet[Disagreement]:
    """Objections kept on this version, or on one whose form alone it corrects."""
    return Disagreement.objects.filter(version__in=version.same_text())
