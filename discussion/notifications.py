"""What people are told of remarks: written with the event, worded when it is read.

The words of a remark are never copied into the news: who lost the right to read it, or
reads it after it was hidden or changed, is told what it says today or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions.facts import facts_of as text_facts_of
from contributions.recipients import accounts, group_keys, in_groups
from groups.models import WorkingGroupPage
from groups.rules import memberships_of
from kit.clock import moment
from notifications.enums import Cadence
from notifications.kinds import Kind, Line, kinds
from notifications.models import Notice
from notifications.outbox import announce
from people.models import User

from .enums import Outcome
from .facts import facts_of
from .models import Remark
from .signals import answered, ended, hidden, mentioned, remarked

Data = dict[str, Any]
Word = Callable[[Remark, User], str]

_WORDS_AT_MOST = 1200


# -- Reading ---------------------------------------------------------------------------


def may_know(person: User, notice: Notice) -> bool:
    """Whoever may read the remark today."""
    return facts_of(person).get(notice.data["remark"]) is not None


def _words(remark: Remark, person: User) -> str:
    """What it says, unless it was hidden since."""
    return remark.comment if remark.hidden_at is None else ""


def _outcome(remark: Remark, person: User) -> str:
    outcome = str(Outcome(remark.outcome).label) if remark.outcome else ""
    return " : ".join(part for part in (outcome, remark.outcome_note) if part)


def _reason(remark: Remark, person: User) -> str:
    return remark.hidden_reason


def _line(what: Any, words: Word, data: Data, person: User) -> Line:
    remark = facts_of(person).get(data["remark"])
    return Line(
        headline=_headline(str(what), data, person),
        words=Truncator(words(remark, person)).chars(_WORDS_AT_MOST) if remark else "",
        url=f"{reverse('discussion:thread', args=[data['root']])}#remarque-{data['remark']}",
        about=_about(data, remark, person),
    )


def _about(data: Data, remark: Remark | None, person: User) -> str:
    """What the text is called by whom it is told to: who reads one version alone knows the
    title of that version, and never the one in progress."""
    if text_facts_of(person).knows_title(data["text"]):
        return str(data["title"])
    version = (remark.root or remark).version if remark else None
    return version.title if version else ""


def _headline(what: str, data: Data, person: User) -> str:
    """What happened, and by whom for those who see the group's people."""
    named = text_facts_of(person).sees_names or not memberships_of(person).keys().isdisjoint(
        data["groups"]
    )
    return (
        _("%(what)s par %(who)s") % {"what": what, "who": data["who"]}
        if (named and data["who"])
        else what
    )


def _kind(name: str, label: Any, what: Any, words: Word, **more: Any) -> str:
    name = f"discussion.{name}"
    kinds.register(
        Kind(
            name=name, label=label, may_know=may_know,
            line=lambda data, person: _line(what, words, data, person), **more,
        )
    )  # fmt: skip
    return name


REMARKED = _kind(
    "remarked", gettext_lazy("Une remarque sur un texte de vos groupes"),
    gettext_lazy("Remarque"), _words,
)  # fmt: skip
ANSWERED = _kind(
    "answered", gettext_lazy("Une réponse dans un fil où vous avez écrit"),
    gettext_lazy("Réponse dans votre fil"), _words,
)  # fmt: skip
MENTIONED = _kind(
    "mentioned", gettext_lazy("Une remarque qui vous nomme"),
    gettext_lazy("Mention dans une remarque"), _words, default=Cadence.AT_ONCE,
)  # fmt: skip
ENDED = _kind(
    "ended", gettext_lazy("L'issue d'une de vos remarques"),
    gettext_lazy("Issue donnée à votre remarque"), _outcome,
)  # fmt: skip
HIDDEN = _kind(
    "hidden", gettext_lazy("Une de vos remarques est masquée"),
    gettext_lazy("Votre remarque est masquée"), _reason, default=Cadence.AT_ONCE,
)  # fmt: skip


# -- Writing ---------------------------------------------------------------------------


@receiver(remarked)
def tell_of_remark(
    sender: Any, remark: Remark, by: User | None, at: datetime, **kwargs: Any
) -> None:
    """The people of the text's groups, but those whom the remark names."""
    named = remark.mentions.values("person")
    people = accounts(in_groups(group_keys(remark.record))).exclude(pk__in=named)
    _tell(REMARKED, people.values_list("pk", flat=True), remark, by, at)


@receiver(answered)
def tell_of_answer(
    sender: Any, remark: Remark, by: User | None, at: datetime, **kwargs: Any
) -> None:
    """Who began the thread and who answered in it, but those whom this answer names."""
    root = remark.root
    assert root is not None
    wrote = Remark.objects.filter(root=root, user__isnull=False).order_by().values("user")
    named = set(remark.mentions.values_list("person", flat=True))
    people = {root.user_id, *wrote.values_list("user", flat=True)} - named - {None}
    _tell(ANSWERED, [key for key in people if key], remark, by, at)


@receiver(mentioned)
def tell_the_named(
    sender: Any, remark: Remark, people: list[int], by: User | None, at: datetime, **kwargs: Any
) -> None:
    _tell(MENTIONED, people, remark, by, at, key=f"remark-{remark.pk}")


@receiver(ended)
def tell_the_author(
    sender: Any, remark: Remark, by: User | None, at: datetime, **kwargs: Any
) -> None:
    _tell(ENDED, [remark.user_id] if remark.user_id else [], remark, by, at)


def tell_outcome(remark: Remark) -> None:
    """Tell the author of a remark how it ended, after a change that sent no signal."""
    tell_the_author(Remark, remark, remark.outcome_by, moment(remark.outcome_at))


@receiver(hidden)
def tell_of_hiding(sender: Any, remark: Remark, by: User, at: datetime, **kwargs: Any) -> None:
    _tell(HIDDEN, [remark.user_id] if remark.user_id else [], remark, by, at)


def _tell(
    kind: str,
    people: Iterable[int],
    remark: Remark,
    by: User | None,
    at: datetime,
    key: str = "",
) -> None:
    """Announce under the group that leads the text, and to the people of an associated
    group under theirs: what they chose for their group holds for it."""
    keys = group_keys(remark.record)
    groups = WorkingGroupPage.objects.in_bulk(keys)
    data = {
        "remark": remark.pk,
        "root": remark.root_id or remark.pk,
        "text": remark.record_id,
        "title": remark.record.page.draft_title,
        "groups": keys,
        "who": by.public_name if by else "",
        "by": by.pk if by else None,
    }
    left = set(people)
    for group in keys[1:]:
        theirs = accounts(in_groups([group])).exclude(in_groups(keys[:1])).filter(pk__in=left)
        told = set(theirs.values_list("pk", flat=True))
        announce(kind, told, scope=groups[group], data=data, by=by, key=key, at=at)
        left -= told
    announce(kind, left, scope=groups[keys[0]], data=data, by=by, key=key, at=at)
