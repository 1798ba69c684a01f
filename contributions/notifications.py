"""What people are told of texts, written with the event and worded when it is read.

A line of a text's life becomes news in the same transaction. What a line says is decided
when it is read: names for who may see the group's people, words for who reads the text.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.dispatch import receiver
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Page

from notifications.kinds import Kind, Line, kinds
from notifications.outbox import announce
from people.models import User

from . import recipients as to
from .facts import TextFacts, facts_of
from .lifecycle import state_of
from .models import ContributionPage, TextEvent
from .news import NEWS, Data, News
from .next_step import due_now
from .signals import life_written

#: Letters of a remark or of a summary that travel with the news; the rest is on the page.
_WORDS_AT_MOST = 1200

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from notifications.models import Notice


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
    tell_by_group(page, event.kind, whom, data_of(page, event, news), event)


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
        "words": words,
        "due": due.isoformat() if due else None,
    }
    return said | event.data


def tell_by_group(
    page: ContributionPage, kind: str, whom: Any, data: Data, event: TextEvent
) -> None:
    """Announce under the text, and to the people of an associated group under theirs:
    what they chose for their group holds for the texts that it is associated with."""
    key, lead, *associated = f"event-{event.pk}", *data["groups"]
    say = partial(announce, name_of(kind), data=data, by=event.actor, key=key, at=event.at)
    led = to.in_groups([lead])
    for group in Page.objects.filter(pk__in=associated):
        say(whom.filter(to.in_groups([group.pk])).exclude(led), scope=group)
    # Read again: a text that has just moved carries the path of where it was.
    say(whom, scope=Page.objects.get(pk=page.pk))


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
    """What happened to which text, and by whom for those who see the group's people."""
    named = facts.sees_names or facts.is_in(data["groups"])
    words = {"what": what, "who": data["who"] if named else "", "title": data["title"]}
    said = (
        _("%(what)s par %(who)s : « %(title)s »") % words
        if words["who"]
        else _("%(what)s : « %(title)s »") % words
    )
    return f"{said}, {beside}" if beside else said


def may_know(news: News, person: User, notice: Notice) -> bool:
    return news.known(notice.data, facts_of(person))


for event_kind, row in NEWS.items():
    kinds.register(
        Kind(
            name=name_of(event_kind), label=row.what,
            line=partial(line_of, row), may_know=partial(may_know, row),
        )
    )  # fmt: skip
