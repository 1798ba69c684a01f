"""Say something in public of a published text."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.contrib.sites.models import Site
from django.utils.translation import gettext as _

from contributions.actions.base import locked
from contributions.models import ContributionPage
from discussion.enums import ReactionState
from discussion.models import Reaction
from discussion.passages import covered_in
from discussion.reactions.letters import ask_to_confirm
from discussion.reactions.rules import verdict_on_reacting
from groups.models import Membership
from kit.access import Refused, require
from kit.clock import moment
from people.models import Centre, User

#: Letters of a reaction, as of the field that takes it.
MOST_LETTERS = 2_000
#: Within it the same words of the same author are the same reaction, sent twice.
_SAME = timedelta(days=1)


def react(
    page: ContributionPage,
    *,
    words: str,
    by: User | None = None,
    name: str = "",
    email: str = "",
    language: str = "fr",
    at: datetime | None = None,
) -> Reaction:
    """A reaction under one's account appears at once; a visitor's waits, first for its
    author to confirm their address, then for a decision.

    The same words sent twice are one reaction. Raises Http404 where the text takes none,
    and Refused without words, or without a visitor's name and address.
    """
    when, said = moment(at), words.strip()
    with locked(page) as text:
        person = User.objects.get(pk=by.pk) if by else None
        require(verdict_on_reacting(person or AnonymousUser(), text))
        _require_words(said, person, name, email)
        said = covered_in(text.record, said)
        author = _account(text, person) if person else _visitor(name, email, language)
        same = Reaction.objects.filter(
            record=text.record, comment=said, submit_date__gt=when - _SAME,
            **{name: author[name] for name in ("user", "user_email")},
        )  # fmt: skip
        if found := same.first():
            _refuse_hidden(found)
            return found
        reaction = Reaction.objects.create(
            record=text.record, comment=said, submit_date=when, **author, **_about(text)
        )
        if person is None:
            ask_to_confirm(reaction)
    return reaction


def _require_words(said: str, person: User | None, name: str, email: str) -> None:
    if not said:
        raise Refused(_("Écrivez votre réaction."))
    if len(said) > MOST_LETTERS:
        raise Refused(_("Une réaction compte %(most)s signes au plus.") % {"most": MOST_LETTERS})
    if person is None and not (name.strip() and email.strip()):
        raise Refused(_("Donnez un nom et une adresse électronique."))


def _refuse_hidden(found: Reaction) -> None:
    if found.state == ReactionState.HIDDEN:
        raise Refused(_("Ces mots ont déjà été reçus, puis masqués : la raison vous a été écrite."))


def _account(text: ContributionPage, person: User) -> dict[str, Any]:
    """No name and no address: the account has them, and loses them when it is closed."""
    return {
        "user": person, "user_email": "", "centre": _centre_of(text, person),
        "state": ReactionState.PUBLIC, "is_public": True,
    }  # fmt: skip


def _visitor(name: str, email: str, language: str) -> dict[str, Any]:
    return {
        "user": None, "user_name": name.strip(), "user_email": email.strip().lower(),
        "language": language, "state": ReactionState.UNCONFIRMED, "is_public": False,
    }  # fmt: skip


def _about(text: ContributionPage) -> dict[str, Any]:
    """What django-comments asks of every comment."""
    return {
        "content_type": ContentType.objects.get_for_model(type(text)),
        "object_pk": str(text.pk),
        "site": Site.objects.get_current(),
    }


def _centre_of(text: ContributionPage, person: User) -> Centre | None:
    """The centre for which a person is in the text's group today, else in another one."""
    rows = Membership.objects.current().filter(person=person, centre__isnull=False)
    found = list(rows.select_related("centre").order_by("starts_at", "pk"))
    found.sort(key=lambda row: row.group_id != text.record.lead_group_id)
    return found[0].centre if found else None
