"""News of reactions: one waits for whoever decides, a decision for its author."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from contributions.facts import facts_of
from contributions.recipients import accounts, every_moderator, group_keys, leading_groups
from discussion.enums import ReactionState
from discussion.models import Reaction
from notifications.enums import Cadence
from notifications.kinds import Kind, Line, kinds
from notifications.models import Notice
from notifications.outbox import announce
from people.models import User

from .links import challenge_of

Data = dict[str, Any]


def tell_held(reaction: Reaction) -> None:
    """A reaction waits: the text's coordinators and the moderation are told."""
    record = reaction.record
    groups = group_keys(record)
    announce(
        "discussion.reaction_held", accounts(leading_groups(groups), every_moderator()),
        scope=record.lead_group, data=_about(reaction) | {"groups": groups},
        key=f"reaction-{reaction.pk}", at=reaction.confirmed_at,
    )  # fmt: skip


def tell_author(reaction: Reaction) -> None:
    """What was decided of a reaction that somebody wrote under their account."""
    announce(
        "discussion.reaction_decided", accounts(Q(pk=reaction.user_id)),
        data=_about(reaction)
        | {
            "state": reaction.state, "words": reaction.comment, "reason": reaction.reason,
            "challenge": challenge_of(reaction), "page": reaction.record_id,
        },
        key=f"reaction-{reaction.pk}-{reaction.decisions.count()}", at=reaction.decided_at,
    )  # fmt: skip


def _about(reaction: Reaction) -> Data:
    return {
        "reaction": reaction.pk, "title": reaction.record.page.title, "text": reaction.record_id,
    }  # fmt: skip


def _held(data: Data, person: User) -> Line:
    url = reverse("discussion:reaction", args=[data["reaction"]])
    headline = _g("Une réaction du public attend d'être publiée ou masquée")
    return Line(headline, "", url, private=False, about=data["title"])


def _decided(data: Data, person: User) -> Line:
    if data["state"] != ReactionState.HIDDEN:
        url = reverse("contributions:permanent", args=[data["page"]])
        headline = _g("Votre réaction est de nouveau publiée")
        words = "\n\n".join(filter(None, (data["reason"], data["words"])))
        return Line(headline, words, url, private=False, about=data["title"])
    words = _g("Motif : %(reason)s") % data + "\n\n" + data["words"]
    headline = _g("Votre réaction est masquée")
    return Line(headline, words, data["challenge"], private=False, about=data["title"])


def _still_decides(person: User, notice: Notice) -> bool:
    facts = facts_of(person)
    return person.is_superuser or facts.moderates or facts.leads(notice.data["groups"])


kinds.register(
    Kind(
        "discussion.reaction_held", _("Réaction du public à publier ou à masquer"), _held,
        may_know=_still_decides,
    )
)  # fmt: skip
kinds.register(
    Kind(
        "discussion.reaction_decided", _("Décision sur votre réaction publique"), _decided,
        Cadence.AT_ONCE, fixed=True,
    )
)  # fmt: skip
