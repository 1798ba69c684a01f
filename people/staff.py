"""Screens of the national coordination in the admin, on wagtail-modeladmin.

Who may is one rule, asked by the helper for lists and objects and by the gate for every
address. There is no history screen: modeladmin does not guard it.
"""

from __future__ import annotations

from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import CreateView, DeleteView, IndexView

from kit.access import AnyUser, Refused, Verdict, answer_for
from kit.gate import routes
from kit.spreadsheets import inert

from .rules import can_manage_network


def network_only(request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Verdict:
    """Calls, groups, centres, mandates, figures: missing for everyone else."""
    return answer_for(request.user, can_manage_network(request.user), may_know=False)


class NetworkPermissionHelper(PermissionHelper):
    """The rule, in the shape that modeladmin asks for."""

    editable = False
    endable = False

    def user_has_any_permissions(self, user: AnyUser) -> bool:
        return can_manage_network(user)

    def user_can_create(self, user: AnyUser) -> bool:
        return can_manage_network(user)

    def user_can_edit_obj(self, user: AnyUser, obj: Any) -> bool:
        return self.editable and can_manage_network(user)

    def user_can_delete_obj(self, user: AnyUser, obj: Any) -> bool:
        return self.endable and can_manage_network(user)


class EditableHelper(NetworkPermissionHelper):
    """For what is corrected in place."""

    editable = True


class DatedHelper(NetworkPermissionHelper):
    """For dated facts: begun and ended, never rewritten nor deleted."""

    endable = True

    def user_can_delete_obj(self, user: AnyUser, obj: Any) -> bool:
        return super().user_can_delete_obj(user, obj) and obj.is_current()


class ReadingHelper(NetworkPermissionHelper):
    """For what other screens and people write, and the coordination follows."""

    def user_can_create(self, user: AnyUser) -> bool:
        return False


class NetworkIndexView(IndexView):
    """A list whose spreadsheets run nothing, whatever somebody typed, and whose address asks
    for nothing but what its filters offer.

    modeladmin would look up any path in the address: the words of a letter, one guess at a
    time.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The whole list, for an address that no filter made."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except IncorrectLookupParameters:
            return redirect(self.index_url)

    def get_filters(self, request: HttpRequest) -> tuple[list[Any], bool, dict[str, Any], bool]:
        """Each filter takes its own parameters away; what remains is nobody's."""
        filters, any_filter, _others, repeats = super().get_filters(request)
        return filters, any_filter, {}, repeats

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        return inert(super().preprocess_field_value(field, value, export_format))


class NetworkModelAdmin(ModelAdmin):
    """A list, its spreadsheets and forms for the coordination; what is listed is exported.

    Register with `register_for_network`.
    """

    permission_helper_class = NetworkPermissionHelper
    index_view_class = NetworkIndexView
    history_view_enabled = False
    inspect_view_enabled = True
    add_to_settings_menu = False
    list_per_page = 50

    def get_list_export(self, request: HttpRequest) -> tuple[str, ...]:
        return tuple(self.get_list_display(request))


def register_for_network(admin_class: type[NetworkModelAdmin]) -> None:
    """Put the screens in the admin and open each of their addresses by the rule."""
    admin = admin_class()
    admin.register_with_wagtail()
    names = ("index", "create", "edit", "delete", "inspect")
    routes.bind(network_only, *(admin.url_helper.get_action_url_name(name) for name in names))


class BeginView(CreateView):
    """A form whose saving is an action: `begin` of the subclass."""

    def begin(self, row: Any, by: Any) -> Any:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.instance = self.begin(form.save(commit=False), self.request.user)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            return self.form_invalid(form)
        messages.success(self.request, self.get_success_message(self.instance))
        return redirect(self.get_success_url())


class EndView(DeleteView):
    """A confirmation, titled by what it does, whose deleting is an action: `end` of the
    subclass."""

    def get_template_names(self) -> list[str]:
        return ["people/admin/end.html"]

    def get_meta_title(self) -> str:
        return str(self.page_title)

    def end(self, row: Any, by: Any) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.end(self.instance, request.user)
        except Refused as refusal:
            messages.error(request, refusal.reason)
        return redirect(self.index_url)
