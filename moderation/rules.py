"""Who has a desk, and who sees to what of it. Reports have rules of their own."""

from __future__ import annotations

from groups.enums import Role
from groups.rules import memberships_of
from kit.access import ALLOWED, MISSING, SIGN_IN, AnyUser, Verdict
from people.rules import is_moderator, is_network


def has_desk(user: AnyUser) -> bool:
    """Who moderates, coordinates the network or a group: others have nothing to decide."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser or is_moderator(user) or is_network(user):
        return True
    return Role.COORDINATOR in memberships_of(user).values()


def verdict_on_desk(user: AnyUser) -> Verdict:
    """Whose address it is not learns nothing of it."""
    if not user.is_authenticated:
        return SIGN_IN
    return ALLOWED if has_desk(user) else MISSING
