"""The post, as the coordination follows it: what waits, what left, what was given up.

Words are never shown here: letters and news hold tokens, and drafts that the coordination
does not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.admin import AllValuesFieldListFilter, display
from django.http import HttpRequest
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import ButtonHelper

from kit.access import AnyUser
from notifications.actions.give_up import give_up
from notifications.actions.retry_letter import retry_letter
from notifications.enums import LetterState
from notifications.kinds import kinds
from notifications.models import Letter, Notice, Preference

from .models import User
from .rules import can_manage_network
from .staff import EndView, NetworkModelAdmin, ReadingHelper, register_for_network


class LetterHelper(ReadingHelper):
    """A letter that has not left may be given up; its row stays."""

    endable = True

    def user_can_delete_obj(self, user: AnyUser, obj: Letter) -> bool:
        return super().user_can_delete_obj(user, obj) and obj.state == LetterState.WAITING


class LetterButtons(ButtonHelper):
    """What was given up can be sent again."""

    def get_buttons_for_obj(self, obj: Letter, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        buttons: list[dict[str, Any]] = super().get_buttons_for_obj(obj, *args, **kwargs)
        if obj.state == LetterState.DEAD:
            label = _g("Renvoyer")
            buttons.append(
                {
                    "url": self.url_helper.get_action_url("edit", obj.pk),
                    "label": label,
                    "title": label,
                    "classname": self.finalise_classname(["button-small", "button-secondary"]),
                }
            )
        return buttons


class GiveUpView(EndView):
    page_title = _("Abandonner la lettre")

    def confirmation_message(self) -> str:
        return _g("La lettre ne partira pas ; sa ligne reste.")

    def end(self, row: Letter, by: User) -> None:
        give_up(row, by=by)


class RetryView(EndView):
    """Asks before sending again, with the same identifier: a reader sees it once."""

    page_title = _("Renvoyer la lettre")

    def check_action_permitted(self, user: AnyUser) -> bool:
        return can_manage_network(user) and self.instance.state == LetterState.DEAD

    def confirmation_message(self) -> str:
        return _g("La lettre repart à la prochaine minute, à la même adresse.")

    def end(self, row: Letter, by: User) -> None:
        retry_letter(row, by=by)


class KindFilter(AllValuesFieldListFilter):
    """The kinds that there are, by their words and in the order of these."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        asked: Any = self.used_parameters.get(self.lookup_kwarg, [])
        yield next(iter(super().choices(changelist)))
        known = (
            (kinds.label_of(kind) if kind else _g("tout"), kind) for kind in self.lookup_choices
        )
        for words, kind in sorted(known, key=lambda one: one[0].casefold()):
            yield {
                "selected": kind in asked,
                "query_string": changelist.get_query_string({self.lookup_kwarg: kind}),
                "display": words,
            }


class PostAdmin(NetworkModelAdmin):
    """Rows of the post say their kind in words."""

    @display(description=_("genre"))
    def kind_label(self, row: Letter | Notice | Preference) -> str:
        return row.get_kind_display()


class LetterAdmin(PostAdmin):
    model = Letter
    permission_helper_class = LetterHelper
    button_helper_class = LetterButtons
    edit_view_class = RetryView
    delete_view_class = GiveUpView
    menu_label = _("Courrier")
    menu_icon = "mail"
    menu_order = 240
    list_display = ("created_at", "kind_label", "recipient", "state", "sent_at")
    list_filter = ("state", ("kind", KindFilter), "created_at")
    list_select_related = ("person",)
    search_fields = ("address", "person__display_name", "person__email", "message_id")
    inspect_view_fields = ("message_id", "kind", "person", "address", "language", "state", "created_at", "attempts", "next_try_at", "last_error", "sent_at")  # fmt: skip

    def get_list_export(self, request: HttpRequest) -> tuple[str, ...]:
        """A sheet has room for what a screen leaves to the page of one letter."""
        return (*super().get_list_export(request), "attempts", "next_try_at")

    @display(description=_("destinataire"))
    def recipient(self, letter: Letter) -> str:
        return letter.address or (letter.person.email if letter.person else "")


class NoticeAdmin(PostAdmin):
    """The outbox: a row for each person told of each event."""

    model = Notice
    permission_helper_class = ReadingHelper
    menu_label = _("Nouvelles à dire")
    menu_icon = "list-ul"
    menu_order = 245
    list_display = ("at", "kind_label", "person", "scope", "cadence", "read_at", "letter_state")
    list_filter = ("cadence", ("kind", KindFilter), "at")
    list_select_related = ("person", "scope", "letter")
    search_fields = ("person__display_name", "person__email", "scope__title")
    inspect_view_fields = ("at", "kind", "person", "scope", "cadence", "read_at", "letter")

    @display(description=_("lettre"))
    def letter_state(self, notice: Notice) -> str:
        return notice.letter.get_state_display() if notice.letter else ""


class SubscriberAdmin(PostAdmin):
    """Who chose to be told how often, where they did not leave it to the default."""

    model = Preference
    permission_helper_class = ReadingHelper
    menu_label = _("Abonnements")
    menu_icon = "mail"
    menu_order = 250
    list_display = ("person", "scope", "kind_label", "cadence")
    list_filter = ("cadence", ("kind", KindFilter))
    list_select_related = ("person", "scope")
    search_fields = ("person__display_name", "person__email", "scope__title")


for screens in (LetterAdmin, NoticeAdmin, SubscriberAdmin):
    register_for_network(screens)
