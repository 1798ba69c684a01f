"""What Wagtail may do with group pages: our rules, in the shape that Wagtail asks for."""

from __future__ import annotations

from wagtail.models import Page, PagePermissionTester

from . import rules


class ClosedPagePermissionTester(PagePermissionTester):
    """For pages whose life is led by actions: Wagtail's buttons are superusers' alone."""

    def _superuser(self) -> bool:
        return self.user.is_active and self.user.is_superuser

    def can_edit(self) -> bool:
        return self._superuser() and not self.page_is_root

    def can_add_subpage(self) -> bool:
        return self._superuser() and super().can_add_subpage()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_publish(self) -> bool:
        return self._superuser()

    def can_publish_subpage(self) -> bool:
        return False

    def can_submit_for_moderation(self) -> bool:
        return False

    def can_lock(self) -> bool:
        return False

    def can_unlock(self) -> bool:
        return False

    def can_reorder_children(self) -> bool:
        return self._superuser()

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        return False


class GroupPagePermissionTester(ClosedPagePermissionTester):
    """A group page takes contributions from its people, and is led by actions."""

    def can_add_subpage(self) -> bool:
        return rules.can_write_in(self.user, self.page)

    def can_reorder_children(self) -> bool:
        return rules.can_move_inside(self.user, self.page)
