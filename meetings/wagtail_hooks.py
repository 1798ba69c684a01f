"""What meetings add to Wagtail: the words of a group's log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

_ACTIONS = {
    "meetings.plan": (_("Prévoir une réunion"), _("Réunion prévue")),
    "meetings.move": (_("Modifier une réunion"), _("Réunion modifiée")),
    "meetings.cancel": (_("Annuler une réunion"), _("Réunion annulée")),
    "meetings.freeze": (_("Figer un compte rendu"), _("Compte rendu figé")),
}


@hooks.register("register_log_actions")
def register_meeting_actions(actions: LogActionRegistry) -> None:
    for name, (label, message) in _ACTIONS.items():
        actions.register_action(name, label, message)
