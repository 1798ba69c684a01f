"""Before the date of a round, a word to who speaks for a centre that has not answered; once
it has passed, a word to the coordination.

One word a person, a call and a date, whatever the texts; nothing for who has answered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page

from assent.enums import AnswerKind
from assent.facts import Asked, facts_of
from assent.models import Answer, Owing, Round
from assent.notifications import way_for
from assent.pictures import SIGNS, SILENT, TO_CONFIRM, Row, in_words
from assent.selectors import Tally, tally
from contributions import recipients as to
from contributions.facts import facts_of as text_facts
from groups.deadlines import in_both_zones
from notifications.kinds import Kind, Line, kinds
from notifications.models import Notice
from notifications.outbox import announce
from people.enums import CENTRE_MANDATES
from people.models import Mandate, User

Data = dict[str, Any]

DUE, OVER = "assent.due", "assent.over"

#: How long before the date each word is said; the last one that has come is said.
_BEFORE = {"first": timedelta(days=3), "last": timedelta(days=1)}
#: How long after it the coordination is told that it has passed.
_AFTER = timedelta(days=7)


# -- Before the date -------------------------------------------------------------------


@dataclass(frozen=True)
class Missing:
    """An answer that a centre has not given."""

    round: Round
    centre: int

    @property
    def bundle(self) -> tuple[str, datetime]:
        """What is told together: the texts of one call that end at one moment."""
        record = self.round.record
        assert self.round.due is not None
        name = f"call-{record.call_id}" if record.call_id else f"text-{record.pk}"
        return name, self.round.due


def remind(now: datetime) -> int:
    """Say what is due; how many people were told. Said once a date, however often asked."""
    told = 0
    for (name, due), missing in _bundles(now).items():
        for people, owed in _by_what_is_owed(missing):
            word = "last" if due - now <= _BEFORE["last"] else "first"
            told += announce(
                DUE, people, scope=_scope(owed), data=_data(owed, due),
                key=f"{name}-{due:%Y%m%d%H%M}-{word}", at=now,
            )  # fmt: skip
    return told


def _bundles(now: datetime) -> dict[tuple[str, datetime], list[Missing]]:
    rounds = Round.objects.filter(
        closed_at__isnull=True, due__gt=now, due__lte=now + max(_BEFORE.values()),
        record__trashed_at__isnull=True,
    ).select_related("record__call")  # fmt: skip
    open_rounds = {one.pk: one for one in rounds.order_by("due", "pk")}
    rows = Owing.objects.filter(round__in=open_rounds).order_by("round", "centre")
    said = Answer.objects.filter(round__in=open_rounds, is_current=True)
    answered = set(said.values_list("round", "centre"))
    found: defaultdict[tuple[str, datetime], list[Missing]] = defaultdict(list)
    for key in rows.values_list("round", "centre"):
        if key not in answered:
            missing = Missing(open_rounds[key[0]], key[1])
            found[missing.bundle].append(missing)
    return found


def _by_what_is_owed(missing: list[Missing]) -> Iterator[tuple[list[int], list[Missing]]]:
    """People who owe the very same answers, together."""
    mandates = Mandate.objects.current().filter(
        kind__in=CENTRE_MANDATES, centre__in={one.centre for one in missing}
    )
    centres: defaultdict[int, set[int]] = defaultdict(set)
    for person, centre in mandates.order_by("person").values_list("person", "centre"):
        centres[person].add(centre or 0)
    people: defaultdict[frozenset[int], list[int]] = defaultdict(list)
    for person, theirs in centres.items():
        people[frozenset(theirs)].append(person)
    for theirs_all, persons in people.items():
        yield persons, [one for one in missing if one.centre in theirs_all]


def _scope(owed: list[Missing]) -> Page | None:
    """The group, where one alone is concerned."""
    groups = {one.round.record.lead_group_id for one in owed}
    return Page.objects.get(pk=groups.pop()) if len(groups) == 1 else None


def _data(owed: list[Missing], due: datetime) -> Data:
    """No title: a passage may be hidden in it before the line is read."""
    call = owed[0].round.record.call
    return {
        "call": call.title if call else "",
        "due": due.isoformat(),
        "owed": [[one.round.pk, one.centre] for one in owed],
    }


def _still_owed(data: Data, person: User) -> list[Asked]:
    """What of it they still owe by that date."""
    due, owed = datetime.fromisoformat(data["due"]), data["owed"]
    return [
        one
        for one in facts_of(person).asked
        if [one.round, one.centre] in owed and not one.answered and one.due == due
    ]


def still_owes(person: User, notice: Notice) -> bool:
    return bool(_still_owed(notice.data, person))


def line(data: Data, person: User) -> Line:
    """One line for all the texts that are still to be answered."""
    owed = _still_owed(data, person)
    date = in_both_zones(datetime.fromisoformat(data["due"]))
    headline = ngettext(
        "Avant le %(date)s : donner la réponse de votre centre",
        "Avant le %(date)s : donner la réponse de votre centre sur %(count)s textes",
        len(owed),
    ) % {"date": date, "count": len(owed)}
    titles = list(dict.fromkeys(one.title for one in owed))
    alone = len(titles) == 1
    return Line(
        headline,
        words="" if alone and not data["call"] else "\n".join(titles),
        url=way_for(person, owed),
        about=data["call"] or (titles[0] if alone else ""),
    )


# -- Once it has passed ----------------------------------------------------------------


def tell_over(now: datetime) -> int:
    """Tell the coordination of each open round whose date has passed, once a date."""
    rounds = Round.objects.filter(
        closed_at__isnull=True, due__lte=now, due__gt=now - _AFTER, record__trashed_at__isnull=True
    ).select_related("record__lead_group", "version")
    return sum(_tell_over(one, now) for one in rounds.order_by("due", "pk"))


def _tell_over(round_: Round, now: datetime) -> int:
    key = f"round-{round_.pk}-{round_.due:%Y%m%d%H%M}"
    groups = to.group_keys(round_.record)
    told = Notice.objects.filter(kind=OVER, key=key).values("person")
    late = _leading(groups).exclude(pk__in=told)
    if not late.exists():
        return 0
    data = {
        "text": round_.record_id, "title": round_.version.title, "round": round_.pk,
        "counts": _counts(tally(round_)), "due": round_.due.isoformat() if round_.due else "",
    }  # fmt: skip
    scope = Page.objects.get(pk=groups[0])
    return announce(
        OVER, late.values_list("pk", flat=True), scope=scope, data=data, key=key, at=now
    )


def _leading(groups: list[int]) -> QuerySet[User]:
    return to.accounts(to.leading_groups(groups))


def _counts(counted: Tally) -> dict[str, int]:
    return {
        AnswerKind.CONSENT: len(counted.consents),
        AnswerKind.RESERVE: len(counted.reserves),
        AnswerKind.OBJECTION: len(counted.objections),
        AnswerKind.ABSTENTION: len(counted.abstentions),
        "unconfirmed": len(counted.unconfirmed),
        "silent": len(counted.missing) - len(counted.unconfirmed),
    }


def line_of_over(data: Data, person: User) -> Line:
    """The picture of the round in plain words."""
    counts = data["counts"]
    rows = [Row(kind, SIGNS[kind], str(kind.label), counts[kind]) for kind in AnswerKind]
    # Word that was written before it was counted holds none.
    if lapsed := counts.get("unconfirmed", 0):
        rows.append(Row("confirm", TO_CONFIRM, _("Objections non confirmées"), lapsed))
    rows.append(Row("silent", SILENT, _("Sans réponse"), counts["silent"]))
    url = reverse("assent:round", args=[data["text"]])
    headline = _("La date des réponses est passée : prolongez le tour, ou mettez-y fin")
    return Line(headline, in_words(rows), url, about=data["title"])


def leads_an_open_round(person: User, notice: Notice) -> bool:
    facts, data = text_facts(person), notice.data
    return facts.leads_text(data["text"]) and facts.at_work.get(data["text"]) == "review"


kinds.register(
    Kind(DUE, gettext_lazy("La réponse de votre centre est attendue"), line, may_know=still_owes)
)
kinds.register(
    Kind(
        OVER, gettext_lazy("La date des réponses des centres est passée"), line_of_over,
        may_know=leads_an_open_round,
    )
)  # fmt: skip
