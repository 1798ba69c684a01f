"""What keeps a text from being edited, and what an editor is told meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from wagtail.locks import BaseLock

from kit.access import AnyUser, Registry

from .enums import Verb, WorkState
from .lifecycle import State, state_of

if TYPE_CHECKING:
    from .models import ContributionPage

_MESSAGES = {
    WorkState.REVIEW: _l(
        "Le groupe relit une version figée de ce texte : l'animation peut la rappeler pour le reprendre."
    ),
    WorkState.VALIDATION: _l(
        "Le réseau examine ce texte : l'animation peut le rappeler avant la décision."
    ),
    WorkState.VALIDATED: _l(
        "Ce texte est validé et sera publié tel quel : l'animation ou la modération peut le rappeler."
    ),
    WorkState.IDLE: _l("Ce texte est publié : l'animation peut ouvrir une nouvelle édition."),
}


class StateLock(BaseLock):
    """The text is not in drafting: everyone reads, nobody writes, superusers included."""

    def __init__(self, page: ContributionPage, state: State) -> None:
        super().__init__(page)
        self.state = state

    def for_user(self, user: AnyUser) -> bool:
        return True

    def get_message(self, user: AnyUser) -> str:
        if self.state.trashed:
            return _("Ce texte est à la corbeille.")
        return str(_MESSAGES[self.state.work])

    def get_locked_by(self, user: AnyUser) -> str:
        return str(self.state.work.label)

    def get_description(self, user: AnyUser) -> str:
        return self.get_message(user)


#: Locks that upper rooms add (`page -> BaseLock | None`); the first that answers holds.
locks: Registry[Callable[[ContributionPage], BaseLock | None]] = Registry()


def lock_of(page: ContributionPage) -> BaseLock | None:
    """The lock that holds on a text: its state's, else one of the registered ones."""
    state = state_of(page)
    if not state.allows(Verb.EDIT):
        return StateLock(page, state)
    return next((lock for lock in (find(page) for find in locks) if lock is not None), None)
