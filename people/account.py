"""A person's own settings in the admin: language and time zone are the account's own.

Wagtail would keep a second language and a second time zone in its profile, which could
disagree with the account; here they are never written, so that there is one of each.
"""

from __future__ import annotations

from typing import Any

from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, BaseSettingsPanel, ThemeSettingsPanel
from wagtail.users.models import UserProfile

from .models import User


class PersonalForm(ModelForm):
    class Meta:
        model = User
        fields = ["language", "time_zone"]


class PersonalPanel(BaseSettingsPanel):
    name = "personal"
    title = _("Langue et heure")
    order = 100
    form_class = PersonalForm


class PersonalAccountView(AccountView):
    """Without Wagtail's panels for what accounts do not have: two names, a picture."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        user = self.request.user
        profile = UserProfile.get_for_user(user)
        return [panel(self.request, user, profile) for panel in (PersonalPanel, ThemeSettingsPanel)]

    def post(self, request: HttpRequest) -> HttpResponse:
        """The confirmation speaks the language that was just chosen."""
        chosen: dict[str, Any] = dict(User._meta.get_field("language").flatchoices)
        language = request.POST.get(f"{PersonalPanel.name}-language", "")
        with translation.override(language if language in chosen else translation.get_language()):
            response: HttpResponse = super().post(request)
        return response


account = never_cache(require_admin_access(PersonalAccountView.as_view()))
