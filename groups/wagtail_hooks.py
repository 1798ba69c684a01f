"""What groups add to Wagtail: the words of their log, and memberships for the network."""

from __future__ import annotations

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.log_actions import LogActionRegistry

from people.models import User
from people.staff import (
    BeginView,
    DatedHelper,
    EndView,
    NetworkModelAdmin,
    ReadingHelper,
    register_for_network,
)

from .actions.change_place import place
from .actions.memberships import end_membership
from .models import JoinRequest, Membership

_ACTIONS = {
    "groups.create": (_("Créer le groupe"), _("Groupe créé")),
    "groups.edit": (_("Modifier le groupe"), _("Présentation du groupe modifiée")),
    "groups.rename": (_("Renommer le groupe"), _("Groupe renommé")),
    "groups.close": (_("Fermer le groupe"), _("Groupe fermé")),
    "groups.reopen": (_("Rouvrir le groupe"), _("Groupe rouvert")),
    "groups.join": (_("Entrer dans le groupe"), _("Entrée dans le groupe")),
    "groups.change": (_("Changer de rôle ou de centre"), _("Nouveau rôle ou nouveau centre")),
    "groups.appoint": (
        _("Nommer l'animation"),
        _("Animation nommée par la coordination du réseau"),
    ),
    "groups.export": (_("Exporter les membres"), _("Liste des membres exportée")),
    "groups.invite": (_("Inviter"), _("Invitation envoyée")),
    "groups.file_read": (
        _("Lire un fichier du groupe"),
        _("Fichier du groupe consulté par l'administration technique"),
    ),
    "groups.space_read": (
        _("Lire l'espace du groupe"),
        _("Espace du groupe consulté par l'administration technique"),
    ),
    "groups.people_read": (
        _("Lire les personnes du groupe"),
        _("Personnes du groupe consultées par l'administration technique"),
    ),
    "groups.leave": (_("Quitter le groupe"), _("Sortie du groupe")),
}


@hooks.register("register_log_actions")
def register_group_actions(actions: LogActionRegistry) -> None:
    for name, (label, message) in _ACTIONS.items():
        actions.register_action(name, label, message)


class JoinView(BeginView):
    """Entering a group, or changing place in it, from now on: the older row is ended."""

    def begin(self, row: Membership, by: User) -> Membership:
        return place(row.person, row.group, by=by, role=row.role, centre=row.centre)


class LeaveView(EndView):
    page_title = _("Mettre fin à l'appartenance")

    def confirmation_message(self) -> str:
        return _g(
            "La personne quitte le groupe maintenant ; la ligne reste, pour l'histoire des textes."
        )

    def end(self, row: Membership, by: User) -> None:
        end_membership(row, by=by)


class MembershipAdmin(NetworkModelAdmin):
    model = Membership
    permission_helper_class = DatedHelper
    menu_label = _("Appartenances")
    menu_icon = "group"
    menu_order = 200
    create_view_class = JoinView
    delete_view_class = LeaveView
    list_display = ("person", "group", "role", "centre", "starts_at", "ends_at")
    list_filter = ("role", "group", "centre")
    list_select_related = ("person", "group", "centre")
    search_fields = ("person__display_name", "group__title", "centre__name")
    panels = [
        FieldPanel("person"),
        FieldPanel("group"),
        FieldPanel("role"),
        FieldPanel("centre"),
    ]


register_for_network(MembershipAdmin)


class JoinRequestAdmin(NetworkModelAdmin):
    """Who asked to join, and what they were answered: the groups answer."""

    model = JoinRequest
    permission_helper_class = ReadingHelper
    menu_label = _("Demandes d'entrée")
    menu_icon = "user"
    menu_order = 205
    list_display = ("person", "group", "centre", "asked_at", "answer", "answered_at", "answered_by")
    list_filter = ("answer", "group", "centre")
    list_select_related = ("person", "group", "centre", "answered_by")
    search_fields = ("person__display_name", "group__title", "centre__name")
    inspect_view_fields = ("person", "group", "centre", "words", "asked_at", "answer", "answered_at", "answered_by", "reason")  # fmt: skip


register_for_network(JoinRequestAdmin)
