"""What is told of rounds: to the coordination what centres said, to who speaks for a centre
what it owes.

Who speaks for a centre gets a link of their own (`links`), which signs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page

from assent.carrying import carried_answers
from assent.enums import AnswerKind
from assent.facts import Asked, facts_of
from assent.links import link_for
from assent.models import Answer, Round
from assent.selectors import open_round_of, tally
from contributions import recipients as to
from contributions.enums import EventKind
from contributions.facts import facts_of as text_facts
from contributions.models import ContributionPage, TextEvent
from contributions.news import ways_to_answer
from contributions.signals import life_written
from groups.deadlines import in_both_zones
from notifications.kinds import Kind, Line, kinds
from notifications.models import Notice
from notifications.outbox import announce
from people.models import User

Data = dict[str, Any]


# -- Writing ---------------------------------------------------------------------------


def _speakers_of(centres: Iterable[int]) -> QuerySet[User]:
    return to.accounts(to.speaking_for(centres))


def about(page: ContributionPage, round_: Round) -> Data:
    """What every line about a round is made of."""
    return {
        "text": page.record.pk,
        "title": round_.version.title,
        "groups": to.group_keys(page.record),
        "version": round_.version.number,
        "round": round_.pk,
        "rank": round_.rank,
        "due": round_.due.isoformat() if round_.due else None,
    }


@receiver(life_written)
def tell(sender: Any, page: ContributionPage, event: TextEvent, **kwargs: Any) -> None:
    """Tell what happened to a round, with its event."""
    teller = _TELLERS.get(event.kind)
    round_ = _round_of(page, event) if teller else None
    if teller and round_ is not None:
        teller(page, event, round_)


def _round_of(page: ContributionPage, event: TextEvent) -> Round | None:
    """The round that an event is about; the open one where it names none."""
    if event.data.get("round"):
        return Round.objects.select_related("version", "record").get(pk=event.data["round"])
    return open_round_of(page)


def _say(
    kind: str, whom: QuerySet[User], page: ContributionPage, event: TextEvent, data: Data
) -> None:
    announce(
        kind, whom.values_list("pk", flat=True), scope=Page.objects.get(pk=data["groups"][0]),
        data=data, by=event.actor, key=f"event-{event.pk}", at=event.at,
    )  # fmt: skip


def _tell_opened(page: ContributionPage, event: TextEvent, round_: Round) -> None:
    """To who answered an earlier version: what was said is to be confirmed."""
    owing = list(round_.owing.values_list("centre", flat=True))
    waiting = carried_answers(round_, owing)
    if not waiting:
        return
    now, were = round_.version, [answer.round.version for answer in waiting.values()]
    changed = any(version.content_hash != now.content_hash for version in were)
    data = about(page, round_) | {"changed": changed}
    _say("assent.to_confirm", _speakers_of(waiting), page, event, data)


def _tell_second_round(page: ContributionPage, event: TextEvent, round_: Round) -> None:
    data = about(page, round_) | {"words": event.note}
    asked = _speakers_of(round_.owing.values_list("centre", flat=True))
    whom = to.accounts(to.members(page, event)) | asked
    _say("assent.second_round", whom, page, event, data)


def _tell_extended(page: ContributionPage, event: TextEvent, round_: Round) -> None:
    """To who has still to answer, and the group; of a call's date, its groups were told."""
    late = [centre.pk for centre, answer in tally(round_).missing]
    whom = _speakers_of(late)
    if "call" not in event.data:
        whom = to.accounts(to.members(page, event)) | whom
    _say("assent.extended", whom, page, event, about(page, round_))


def _tell_answered(page: ContributionPage, event: TextEvent, round_: Round) -> None:
    """To the coordination, with how many answers are still awaited."""
    answer = Answer.objects.get(pk=event.data["answer"])
    data = about(page, round_) | {
        "answer": answer.pk, "centre": answer.centre_name, "kind": answer.kind,
        "left": len(tally(round_).missing),
    }  # fmt: skip
    _say("assent.answered", to.accounts(to.coordinators(page, event)), page, event, data)


def _tell_closed(page: ContributionPage, event: TextEvent, round_: Round) -> None:
    """Of objections, those that will be published, and those that nobody confirmed: to the
    group, and to who speaks for their centres."""
    counted, data = tally(round_), about(page, round_)
    for kind, lines in (("disagreed", counted.kept), ("unconfirmed", counted.unconfirmed)):
        if lines:
            speakers = _speakers_of([centre.pk for centre, _answer in lines])
            whom = to.accounts(to.members(page, event)) | speakers
            _say(f"assent.{kind}", whom, page, event, data)


_TELLERS: dict[str, Callable[[ContributionPage, TextEvent, Round], None]] = {
    EventKind.REVIEW_OPENED: _tell_opened,
    EventKind.SECOND_ROUND: _tell_second_round,
    EventKind.ROUND_EXTENDED: _tell_extended,
    EventKind.CENTRE_ANSWERED: _tell_answered,
    EventKind.ROUND_CLOSED: _tell_closed,
}


# -- Where it leads --------------------------------------------------------------------


def way_for(person: User, asked: list[Asked]) -> str:
    """The link of one person: to the one answer that they owe, or to all of them."""
    waiting = [one for one in asked if not one.answered] or asked
    if len(waiting) == 1:
        one = waiting[0]
        return link_for(person, round_id=one.round, centre_id=one.centre, due=one.due)
    dues = [one.due for one in waiting if one.due]
    return link_for(person, due=max(dues) if dues else None)


@ways_to_answer.register
def way_to_answer(person: User, text: int, version: int | None) -> str:
    """Where they answer on a version of a text; empty for who speaks for no centre asked."""
    asked = facts_of(person).asked_on(text, version)
    return way_for(person, asked) if asked else ""


def _to_round(data: Data, person: User) -> str:
    """The link of who answers; else the page of the round, for who follows the text."""
    asked = facts_of(person).asked_in(data["round"])
    if asked:
        return way_for(person, asked)
    follows = text_facts(person).follows(data["text"])
    return reverse("assent:round", args=[data["text"]]) if follows else reverse("desk")


# -- Reading ---------------------------------------------------------------------------


def _until(data: Data) -> str:
    if not data["due"]:
        return ""
    date = in_both_zones(datetime.fromisoformat(data["due"]))
    return _(", avant le %(date)s") % {"date": date}


def _line(headline: str, data: Data, person: User, words: str = "") -> Line:
    return Line(headline, words, _to_round(data, person), about=data["title"])


def _to_confirm(data: Data, person: User) -> Line:
    # News that was written before the words were compared says it as it said it.
    if data.get("changed", True):
        headline = _("Le texte a changé : la réponse de votre centre est à confirmer")
    else:
        headline = _(
            "Le même texte est relu de nouveau : la réponse de votre centre est à confirmer"
        )
    return _line(headline + _until(data), data, person)


def _second_round(data: Data, person: User) -> Line:
    headline = _("Second tour ouvert : les réponses des centres sont à confirmer")
    if data["rank"] > 2:
        words_of_rank = _("Tour %(rank)s ouvert : les réponses des centres sont à confirmer")
        headline = words_of_rank % {"rank": data["rank"]}
    words = data["words"] if text_facts(person).reads(data["text"]) else ""
    return _line(headline + _until(data), data, person, words)


def _extended(data: Data, person: User) -> Line:
    return _line(_("Tour prolongé") + _until(data), data, person)


def _answered(data: Data, person: User) -> Line:
    said = _("%(centre)s a répondu : %(answer)s") % {
        "centre": data["centre"], "answer": AnswerKind(data["kind"]).label
    }  # fmt: skip
    if not data["left"]:
        return _line(said, data, person, _("Plus aucune réponse n'est attendue."))
    left = ngettext(
        "%(count)s réponse est encore attendue.", "%(count)s réponses sont encore attendues.",
        data["left"],
    )  # fmt: skip
    return _line(said, data, person, left % {"count": data["left"]})


def _disagreed(data: Data, person: User) -> Line:
    headline = _("Désaccord maintenu : il sera publié avec le texte")
    return _line(headline, data, person)


def _unconfirmed(data: Data, person: User) -> Line:
    headline = _("Objection non confirmée à la date prévue : elle ne sera pas publiée")
    return _line(headline, data, person)


def _owes_in(person: User, notice: Notice) -> bool:
    """Whether one of their centres has still to answer this round."""
    return any(not one.answered for one in facts_of(person).asked_in(notice.data["round"]))


def _owes_or_follows(person: User, notice: Notice) -> bool:
    return _owes_in(person, notice) or text_facts(person).is_of(notice.data["text"])


def _leads(person: User, notice: Notice) -> bool:
    return text_facts(person).leads_text(notice.data["text"])


def _follows(person: User, notice: Notice) -> bool:
    return text_facts(person).follows(notice.data["text"])


for _name, _label, _told, _known in (
    ("to_confirm", gettext_lazy("La réponse de votre centre est à confirmer"), _to_confirm, _owes_in),
    ("second_round", gettext_lazy("Nouveau tour ouvert"), _second_round, _owes_or_follows),
    ("extended", gettext_lazy("Tour prolongé"), _extended, _owes_or_follows),
    ("answered", gettext_lazy("Un centre a répondu sur un texte que vous animez"), _answered, _leads),
    ("disagreed", gettext_lazy("Désaccord maintenu"), _disagreed, _follows),
    ("unconfirmed", gettext_lazy("Objection non confirmée"), _unconfirmed, _follows),
):  # fmt: skip
    kinds.register(Kind(name=f"assent.{_name}", label=_label, line=_told, may_know=_known))
