"""Who opens a text to public reactions, who reacts, who publishes and hides."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from contributions.lifecycle import public_state
from contributions.models import ContributionPage
from contributions.standing import Case
from discussion.enums import ReactionState
from discussion.models import Reaction, ReactionDecision, Reactions
from groups.enums import Role
from groups.rules import memberships_of
from kit.access import (
    ALLOWED,
    MISSING,
    SIGN_IN,
    AnyUser,
    Registry,
    Verdict,
    answer_for,
    forbidden,
)
from people.rules import is_moderator

#: Of whoever hears reports: the reactions that a person may not decide of, having taken a
#: part in what was said of them.
parts_taken: Registry[Callable[[AnyUser], Q]] = Registry()


def is_open(page: ContributionPage) -> bool:
    """Whether the public reads the text and reacts to it; no query where the page was read
    with its setting (`read_with_record`)."""
    setting: Reactions | None = getattr(page.record, "reactions_setting", None)
    chosen = setting is not None and setting.is_open
    return chosen and public_state(page, page.record).is_read_by_all


def verdict_on_reacting(user: AnyUser, page: ContributionPage | None) -> Verdict:
    """Anyone where it is open; elsewhere the address leads nowhere, for everyone."""
    if user.is_authenticated and not user.is_active:
        return MISSING
    return ALLOWED if page is not None and is_open(page) else MISSING


def verdict_on_setting(user: AnyUser, page: ContributionPage | None) -> Verdict:
    """Open and close a text to reactions: who publishes and hides them."""
    if page is None:
        return MISSING if user.is_authenticated else SIGN_IN
    case = Case(user, page)
    decides = _decides(case)
    reason = _("L'animation du groupe et la modération ouvrent un texte aux réactions.")
    if decides and not case.state.public.is_read_by_all:
        reason = _("Seul un texte publié s'ouvre aux réactions.")
    allowed = decides and case.state.public.is_read_by_all
    return answer_for(user, allowed, may_know=user.is_authenticated and case.knows, reason=reason)


def can_set(user: AnyUser, page: ContributionPage) -> bool:
    return bool(verdict_on_setting(user, page))


def decides_on(user: AnyUser, page: ContributionPage) -> bool:
    """Whether this person publishes and hides what others say of a text."""
    return _decides(Case(user, page))


def can_decide(user: AnyUser, reaction: Reaction) -> bool:
    """Publish or hide: the text's coordinators and the moderation, never the author, nor
    whoever took a part."""
    if reaction.user_id == user.pk or not decides_on(user, reaction.record.page):
        return False
    return not took_part_in(user).filter(pk=reaction.pk).exists()


def took_part_in(user: AnyUser) -> QuerySet[Reaction]:
    """Those of which others decide now: another person turned this one's decision over, or
    this one reported them."""
    own = ReactionDecision.objects.filter(reaction=OuterRef("pk"), by=user.pk)
    later = ReactionDecision.objects.filter(reaction=OuterRef("reaction"), pk__gt=OuterRef("pk"))
    reversed_since = later.exclude(by=user.pk).exclude(state=OuterRef("state"))
    found = Q(Exists(own.filter(Exists(reversed_since))))
    for part in parts_taken:
        found |= part(user)
    return Reaction.objects.filter(found)


def verdict_on_deciding(user: AnyUser, reaction: Reaction | None) -> Verdict:
    """Who decides on nothing is told the same of a reaction that does not exist."""
    if not user.is_authenticated:
        return SIGN_IN
    if reaction is not None and can_decide(user, reaction):
        return ALLOWED
    others = reaction is not None and reaction.user_id != user.pk
    if others and reaction and decides_on(user, reaction.record.page):
        return forbidden(_("Une autre personne décide de cette réaction : vous y avez pris part."))
    if is_moderator(user) or user.is_superuser:
        return forbidden(_("Une autre personne décide de votre réaction.")) if reaction else MISSING
    return forbidden(_("L'animation du groupe et la modération décident des réactions."))


def waiting_for(user: AnyUser) -> QuerySet[Reaction]:
    """Twin of `can_decide`: what is held until this person, or another, decides."""
    held = Reaction.objects.filter(state=ReactionState.HELD)
    if not user.is_authenticated or not user.is_active:
        return held.none()
    held = held.exclude(user=user.pk).exclude(pk__in=took_part_in(user).values("pk"))
    if user.is_superuser or is_moderator(user):
        return held
    led = [group for group, role in memberships_of(user).items() if role == Role.COORDINATOR]
    associated = Q(record__in=_associated_with(led))
    return held.filter(Q(record__lead_group__in=led) | associated) if led else held.none()


def _associated_with(groups: list[int]) -> QuerySet[ContributionPage]:
    return ContributionPage.objects.of_groups(groups).values("record")


def _decides(case: Case) -> bool:
    if not case.user.is_authenticated or not case.user.is_active:
        return False
    return case.superuser or case.moderator or case.coordinator
