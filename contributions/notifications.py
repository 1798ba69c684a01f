"""What people are told of texts, written with the event and worded when it is read.

A line of a text's life becomes news in the same transaction. What a line says is decided
when it is read: names for who may see the group's people, words for who reads the text.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.dispatch import receiver
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from groups.enums import Step
from groups.models import Call
from groups.signals import call_moved
from notifications.kinds import Kind, Line, kinds
from notifications.models import Notice
from notifications.outbox import announce
from people.models import User

from . import recipients as to
from .enums import WorkState
from .facts import TextFacts, facts_of
from .lifecycle import state_of
from .models import ContributionPage, TextEvent
from .news import NEWS, Data, News, moved_date
from .next_step import due_now, step_of
from .signals import life_written

#: Letters of a remark or of a summary that travel with the news; the rest is on the page.
_WORDS_AT_MOST = 1200

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def name_of(kind: str) -> str:
    """The name of a kind of news, for ever."""
    return f"contributions.{kind}"


# -- Writing ---------------------------------------------------------------------------


@receiver(life_written)
def tell(sender: Any, page: ContributionPage, event: TextEvent, **kwargs: Any) -> None:
    """Tell an event to those whom the table names."""
    news = NEWS.get(event.kind)
    if news is None:
        return
    whom = to.accounts(*(who(page, event) for who in news.to))
    tell_by_group(
        event.kind, whom, data_of(page, event, news),
        by=event.actor, key=f"event-{event.pk}", at=event.at,
    )  # fmt: skip


def data_of(page: ContributionPage, event: TextEvent, news: News) -> Data:
    """What the line will be made of, as it was on that day."""
    version, due = event.version, due_now(page, state_of(page))
    words = Truncator(news.words(page, event)).chars(_WORDS_AT_MOST)
    said = {
        "text": page.record.pk,
        "title": version.title if version else page.draft_title,
        "groups": to.group_keys(page.record),
        "version": version.number if version else None,
        "who": event.actor.public_name if event.actor else "",
        "by": event.actor_id,
        "words": words,
        "due": due.isoformat() if due else None,
    }
    return said | event.data


def tell_by_group(
    kind: str, whom: QuerySet[User], data: Data, *, by: User | None, key: str, at: datetime
) -> None:
    """Announce under the group that leads, and to the people of an associated group under
    theirs: what they chose for their group holds for the texts that it is associated with."""
    lead, *associated = data["groups"]
    groups = Page.objects.in_bulk(data["groups"])
    say = partial(announce, name_of(kind), data=data, by=by, key=key, at=at)
    people = whom.values_list("pk", flat=True)
    for group in associated:
        theirs = people.filter(to.in_groups([group])).exclude(to.in_groups([lead]))
        say(theirs, scope=groups[group])
    say(people, scope=groups[lead])


@receiver(call_moved)
def tell_of_call(
    sender: Any, call: Call, step: Step, due: datetime | None, by: User, at: datetime, **kwargs: Any
) -> None:
    """Tell the groups of a call, as long as one of their texts has the step before it.

    Who is in two of them is told once.
    """
    title, key = call.title, f"call-{call.pk}-{step}-{at.timestamp()}"
    said = {"title": title, "call": call.pk, "step": step.value}
    said |= {"who": by.public_name, "by": by.pk}
    for lead, numbers in _groups_before(call, step).items():
        data = {
            **said, "texts": numbers, "groups": [lead], "due": due.isoformat() if due else None,
        }  # fmt: skip
        tell_by_group("call_moved", to.accounts(to.in_groups([lead])), data, by=by, key=key, at=at)


def _groups_before(call: Call, step: Step) -> dict[int, list[int]]:
    """Which groups, with which texts, have not come to the end of a step of a call."""
    steps = list(Step)
    states = [
        state
        for state in WorkState
        if (own := step_of(state)) and steps.index(own) <= steps.index(step)
    ]
    pages = ContributionPage.objects.with_states().not_trashed()
    pages = pages.filter(record__call=call, annotated_work_state__in=states)
    found: dict[int, list[int]] = {}
    for number, lead in pages.order_by("pk").values_list("record", "record__lead_group"):
        found.setdefault(lead, []).append(number)
    return found


# -- Reading ---------------------------------------------------------------------------


def line_of(news: News, data: Data, person: User) -> Line:
    """What one person reads of it today."""
    facts = facts_of(person)
    quoted = news.public or facts.reads(data["text"])
    return Line(
        headline=headline(news.what, data, facts, beside=news.beside(data)),
        words=data["words"] if quoted else "",
        url=news.leads(data, facts),
        private=not news.public,
        about=data["title"],
    )


def headline(what: StrOrPromise, data: Data, facts: TextFacts, *, beside: str = "") -> str:
    """What happened, and by whom for those who see the group's people. The title stands
    beside it (`Line.about`)."""
    named = facts.sees_names or facts.is_in(data["groups"])
    said = str(what)
    if named and data["who"]:
        said = _("%(what)s par %(who)s") % {"what": what, "who": data["who"]}
    return f"{said}, {beside}" if beside else said


def may_know(news: News, person: User, notice: Notice) -> bool:
    return news.known(notice.data, facts_of(person))


def line_of_call(data: Data, person: User) -> Line:
    facts = facts_of(person)
    own = [number for number in data["texts"] if facts.is_of(number)]
    return Line(
        headline=headline(_("Échéance déplacée"), data, facts, beside=moved_date(data)),
        url=reverse("contributions:work", args=own) if len(own) == 1 else reverse("desk"),
        private=False,
        about=data["title"],
    )


def has_a_text_of_it(person: User, notice: Notice) -> bool:
    """Whether one of the texts that the call's date concerned is still their groups'."""
    return any(map(facts_of(person).is_of, notice.data["texts"]))


for event_kind, row in NEWS.items():
    kinds.register(
        Kind(
            name=name_of(event_kind), label=row.what,
            line=partial(line_of, row), may_know=partial(may_know, row),
        )
    )  # fmt: skip

kinds.register(
    Kind(
        name=name_of("call_moved"), label=gettext_lazy("Échéance d'une saisine déplacée"),
        line=line_of_call, may_know=has_a_text_of_it,
    )
)  # fmt: skip
