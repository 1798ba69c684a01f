"""Our charter in the shape that Wagtail asks for.

Wagtail's edit, history, compare and workflow history all ask `can_edit()`: there it
means *may read*; the lock means *may not write*. What leads the life of a text is never
Wagtail's to do: it goes through our actions.
"""

from __future__ import annotations

from wagtail.models import Page

from groups.permissions import ClosedPagePermissionTester

from . import rules
from .enums import Verb


class ContributionPermissionTester(ClosedPagePermissionTester):
    def _can(self, verb: Verb) -> bool:
        return rules.can(verb, self.user, self.page)

    def can_edit(self) -> bool:
        return self._can(Verb.READ_DRAFT)

    def can_view_revisions(self) -> bool:
        return self._can(Verb.READ_DRAFT)

    def can_publish(self) -> bool:
        return False

    def can_add_subpage(self) -> bool:
        return False

    def can_reorder_children(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return self._can(Verb.DELETE)

    def can_move(self) -> bool:
        return self._can(Verb.MOVE)

    def can_copy(self) -> bool:
        return self._can(Verb.COPY)

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        """Never Wagtail's to do, for a superuser neither: its copy would bring revisions
        without their masks."""
        return False

    def can_move_to(self, destination: Page) -> bool:
        """Never Wagtail's to do: a text moves with its record."""
        return False
