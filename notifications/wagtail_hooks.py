"""The words of what is logged here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    actions.register_action("notifications.retry", _("Relancer"), _("Lettre relancée"))
    actions.register_action("notifications.give_up", _("Abandonner"), _("Lettre abandonnée"))
