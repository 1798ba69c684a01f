"""What an invitation to a group means: the purpose that this room gives to `people`."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from kit.access import Verdict, forbidden
from people.invitations import Offer, Purpose, Scoped, purposes
from people.models import Invitation, User

from .enums import Role
from .models import WorkingGroupPage
from .rules import is_open, verdict_on_inviting

#: The name under which rows are stored, for ever.
JOIN = "groups.join"


def group_of(scope: Scoped | None) -> WorkingGroupPage | None:
    """The group page that an invitation hangs on, with its record."""
    if isinstance(scope, WorkingGroupPage):
        return scope
    groups = WorkingGroupPage.objects.select_related("record")
    return groups.filter(pk=scope.pk).first() if scope else None


def _may_invite(user: User, scope: Scoped | None) -> Verdict:
    group = group_of(scope)
    verdict = verdict_on_inviting(user, group)
    if verdict and group is not None and not is_open(group):
        return forbidden(_("Ce groupe est fermé : il n'accueille plus personne."))
    return verdict


def _offer(invitation: Invitation) -> Offer:
    scope = invitation.scope
    return Offer(
        title=_("le groupe « %(title)s »") % {"title": scope.title if scope else ""},
        role=Role(invitation.terms.get("role", Role.MEMBER)).label.lower(),
        landing=reverse("group_space", args=[scope.slug]) if scope else reverse("desk"),
    )


purposes.register(Purpose(JOIN, _may_invite, _offer))
