"""Who may do what with the directory, and what a person is mandated for today."""

from __future__ import annotations

from dataclasses import dataclass

from kit.access import AnyUser, Verdict, answer_for

from .enums import CENTRE_MANDATES, MandateKind
from .models import Mandate

_CACHE = "_mandate_facts"


@dataclass(frozen=True)
class MandateFacts:
    """A person's current mandates: their kinds, and the centres they speak for."""

    kinds: frozenset[str] = frozenset()
    centres: frozenset[int] = frozenset()

    def has(self, kind: MandateKind) -> bool:
        return kind in self.kinds

    @property
    def directs(self) -> bool:
        return bool(self.kinds & CENTRE_MANDATES)


def mandates_of(user: AnyUser) -> MandateFacts:
    """The current mandates of `user`, read once per account object (one request).

    Actions call `kit.access.forget` first, so that a decision never rests on an
    answer from before its lock.
    """
    if not user.is_authenticated or not user.is_active:
        return MandateFacts()
    cached: MandateFacts | None = getattr(user, _CACHE, None)
    if cached is None:
        rows = list(Mandate.objects.current().filter(person=user).values_list("kind", "centre_id"))
        cached = MandateFacts(
            kinds=frozenset(kind for kind, _ in rows),
            centres=frozenset(
                centre for kind, centre in rows if kind in CENTRE_MANDATES and centre
            ),
        )
        setattr(user, _CACHE, cached)
    return cached


def is_moderator(user: AnyUser) -> bool:
    return mandates_of(user).has(MandateKind.MODERATOR)


def is_network(user: AnyUser) -> bool:
    return mandates_of(user).has(MandateKind.NETWORK)


def is_partner(user: AnyUser) -> bool:
    return mandates_of(user).has(MandateKind.PARTNER)


def is_director(user: AnyUser) -> bool:
    """Whether `user` directs a centre, or holds a director's delegation."""
    return mandates_of(user).directs


def can_manage_network(user: AnyUser) -> bool:
    """Calls, groups, centres, mandates and figures: the national coordination."""
    return user.is_active and (user.is_superuser or is_network(user))


def can_manage_settings(user: AnyUser) -> bool:
    """Settings, accounts, privacy of pages: superusers alone."""
    return user.is_active and user.is_superuser


def verdict_on_own_account(user: AnyUser) -> Verdict:
    """Exporting and erasing one's own data, changing one's own account: oneself alone."""
    return answer_for(user, user.is_authenticated and user.is_active, may_know=False)
