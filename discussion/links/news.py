"""What comes by a reviewer's link is told to the coordination, and what became of it to
the invited person, by a letter that says nothing of either."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions.facts import facts_of
from contributions.recipients import accounts, group_keys, leading_groups
from discussion.models import Opinion, Remark, ReviewerLink
from discussion.signals import answered, ended, opined
from groups.models import WorkingGroupPage
from notifications.kinds import Kind, Line, kinds
from notifications.models import Notice
from notifications.outbox import announce
from people.models import User

from .letters import tell_invited

OPINED = "discussion.opined"
_KEPT = "_opinion_facts"
_WORDS_AT_MOST, _AT_ONCE = 1200, 300


def _opinion_of(person: User, key: int) -> Opinion | None:
    """Read at once for all the news of a person, and kept on the account object."""
    kept: dict[int, Opinion | None] = person.__dict__.setdefault(_KEPT, {})
    if key not in kept:
        news = Notice.objects.filter(person=person, kind=OPINED).order_by("-pk")
        keys = {key, *news.values_list("data__link", flat=True)[:_AT_ONCE]}
        rows = Opinion.objects.filter(pk__in=keys).select_related("link")
        kept |= dict.fromkeys(keys) | {row.pk: row for row in rows}
    return kept.get(key)


def _may_know(person: User, notice: Notice) -> bool:
    """Whoever coordinates one of the text's groups today."""
    known = facts_of(person).leads_text(notice.data["text"])
    return known and _opinion_of(person, notice.data["link"]) is not None


def _line(data: dict[str, Any], person: User) -> Line:
    opinion, said = _opinion_of(person, data["link"]), ""
    if opinion is not None:
        parts = (opinion.link.public_name, opinion.get_stance_display(), opinion.words)
        said = " · ".join(str(part) for part in parts if part)
    return Line(
        headline=_("Avis d'une personne invitée"),
        words=Truncator(said).chars(_WORDS_AT_MOST),
        url=reverse("discussion:links", args=[data["text"]]),
        about=data["title"],
    )


kinds.register(
    Kind(
        name=OPINED, may_know=_may_know, line=_line,
        label=gettext_lazy("L'avis d'une personne invitée par un lien"),
    )
)  # fmt: skip


@receiver(opined)
def tell_of_opinion(sender: Any, opinion: Opinion, at: datetime, **kwargs: Any) -> None:
    """Whoever coordinates one of the text's groups; once a day, however often it changes."""
    record = opinion.link.version.record
    keys = group_keys(record)
    announce(
        OPINED,
        accounts(leading_groups(keys)).values_list("pk", flat=True),
        scope=WorkingGroupPage.objects.get(pk=keys[0]),
        data={"link": opinion.pk, "text": record.pk, "title": record.page.draft_title},
        key=f"link-{opinion.pk}-{timezone.localdate(at)}",
        at=at,
    )


@receiver(answered)
@receiver(ended)
def tell_who_was_invited(
    sender: Any, remark: Remark, by: User | None, at: datetime, **kwargs: Any
) -> None:
    """By a letter a day at most, as long as their link opens."""
    link = _link_that_began(remark)
    if link is not None and by is not None and link.email and link.is_open(at):
        tell_invited(link, at)


def _link_that_began(remark: Remark) -> ReviewerLink | None:
    root = remark.root or remark
    return ReviewerLink.objects.filter(pk=root.link_id).first() if root.link_id else None
