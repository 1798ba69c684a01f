"""The directory's screens for the coordination: centres, mandates, invitations."""

from __future__ import annotations

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList

from . import outbox_admin  # noqa: F401
from .actions.mandates import end_mandate, entrust
from .centre_forms import CentreForm
from .models import Centre, Invitation, Mandate, User
from .staff import (
    BeginView,
    DatedHelper,
    EditableHelper,
    EndView,
    NetworkModelAdmin,
    ReadingHelper,
    register_for_network,
)


class CentreAdmin(NetworkModelAdmin):
    model = Centre
    permission_helper_class = EditableHelper
    menu_label = _("Centres")
    menu_icon = "site"
    menu_order = 210
    list_display = ("name", "perimeter", "city", "is_overseas", "is_published")
    list_filter = ("is_published", "is_overseas", "perimeter_kind")
    search_fields = ("name", "long_name", "perimeter", "city")
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("name"),
                    FieldPanel("slug"),
                    FieldPanel("long_name"),
                    FieldPanel("former_names"),
                ],
                heading=_("Noms"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("perimeter"),
                    FieldPanel("perimeter_kind"),
                    FieldPanel("departments"),
                    FieldPanel("city"),
                    FieldPanel("branch"),
                    FieldPanel("is_overseas"),
                    FieldPanel("time_zone"),
                ],
                heading=_("Territoire"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("website"),
                    FieldPanel("legal_form"),
                    FieldPanel("source"),
                    FieldPanel("is_published"),
                ],
                heading=_("Annuaire"),
            ),
        ],
        base_form_class=CentreForm,
    )


class EntrustView(BeginView):
    def begin(self, row: Mandate, by: User) -> Mandate:
        return entrust(row.person, row.kind, by=by, centre=row.centre, at=row.starts_at)


class EndMandateView(EndView):
    page_title = _("Mettre fin au mandat")

    def confirmation_message(self) -> str:
        return _g("Le mandat prend fin maintenant ; sa ligne reste, pour dire qui décidait quand.")

    def end(self, row: Mandate, by: User) -> None:
        end_mandate(row, by=by)


class MandateAdmin(NetworkModelAdmin):
    model = Mandate
    permission_helper_class = DatedHelper
    menu_label = _("Mandats")
    menu_icon = "key"
    menu_order = 220
    create_view_class = EntrustView
    delete_view_class = EndMandateView
    list_display = ("person", "kind", "centre", "starts_at", "ends_at")
    list_filter = ("kind", "centre")
    list_select_related = True
    search_fields = ("person__display_name", "centre__name")
    panels = [
        FieldPanel("person"),
        FieldPanel("kind"),
        FieldPanel("centre"),
        FieldPanel("starts_at"),
    ]


class InvitationAdmin(NetworkModelAdmin):
    """Who was invited to what; a link's token is shown to nobody."""

    model = Invitation
    permission_helper_class = ReadingHelper
    menu_label = _("Invitations")
    menu_icon = "mail"
    menu_order = 230
    list_display = ("email", "scope", "centre", "invited_by", "created_at", "expires_at", "accepted_at", "revoked_at")  # fmt: skip
    list_filter = ("purpose", "centre", "accepted_at", "revoked_at")
    list_select_related = ("scope", "centre", "invited_by")
    search_fields = ("email", "name", "invited_by__display_name")
    inspect_view_fields = ("email", "name", "scope", "centre", "message", "invited_by", "created_at", "sent_at", "expires_at", "accepted_at", "accepted_by", "revoked_at")  # fmt: skip


register_for_network(CentreAdmin)
register_for_network(MandateAdmin)
register_for_network(InvitationAdmin)
