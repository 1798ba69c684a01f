"""Delete a group that has nothing to keep."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from wagtail.actions.delete_page import DeletePageAction

from groups.actions.access import close_access
from groups.models import WorkingGroupPage
from groups.rules import verdict_on_network
from kit.access import Refused, forget, require
from people.models import User


def delete_group(page: WorkingGroupPage, *, by: User) -> None:
    """Delete an empty group's page, access groups and collection.

    Raises Refused when the group holds texts, which are only ever moved or trashed, or
    is associated with one, whose byline names it: such a group is closed instead.
    """
    forget(by)
    require(verdict_on_network(by))
    with transaction.atomic():
        page = WorkingGroupPage.objects.select_for_update().get(pk=page.pk)
        if page.get_children().exists() or page.associated_records.exists():
            raise Refused(_("Ce groupe porte des textes : fermez-le, ou déplacez-les d'abord."))
        close_access(page.record)
        page.memberships.all().delete()
        try:
            DeletePageAction(page, user=by).execute(skip_permission_checks=True)
        except ProtectedError as kept:
            # What a room above keeps of the group: its meetings and their minutes.
            raise Refused(_("Ce groupe a tenu des réunions : fermez-le plutôt.")) from kept
