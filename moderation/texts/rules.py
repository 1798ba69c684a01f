"""Who sits at the validation desk of a text, keeps the checklist, publishes a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contributions.enums import WorkState
from contributions.lifecycle import state_of
from groups.models import Call
from kit.access import AnyUser, Verdict, answer_for
from people.rules import can_manage_network, is_moderator

if TYPE_CHECKING:
    from contributions.models import ContributionPage

#: When a text is before the moderation.
AT_THE_DESK = (WorkState.VALIDATION, WorkState.VALIDATED)


def moderates(user: AnyUser) -> bool:
    """Decides on texts that they had no hand in."""
    return user.is_authenticated and user.is_active and (user.is_superuser or is_moderator(user))


def is_at_the_desk(page: ContributionPage) -> bool:
    """Whether the text was submitted, and waits for validation or publication."""
    state = state_of(page)
    return state.work in AT_THE_DESK and not state.trashed


def verdict_on_text_desk(user: AnyUser, page: ContributionPage | None) -> Verdict:
    """The answer to the desk of a text: moderators, those with a hand in it included, who
    see why they may not decide; missing for everyone else."""
    allowed = page is not None and moderates(user) and is_at_the_desk(page)
    return answer_for(user, allowed, may_know=False)


def verdict_on_checklist(user: AnyUser) -> Verdict:
    """The answer to the list of points itself: the moderation and the network keep it."""
    return answer_for(user, moderates(user) or can_manage_network(user), may_know=False)


def verdict_on_batch(user: AnyUser, call: Call | None) -> Verdict:
    """The answer to the batch of a call; which texts go, the charter says for each."""
    return answer_for(user, call is not None and moderates(user), may_know=False)
