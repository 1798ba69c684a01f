"""Wagtail's account screens for accounts without first and last names."""

from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

ACCOUNT_FIELDS = {
    "email",
    "display_name",
    "function",
    "time_zone",
    "language",
    "is_active",
    "is_superuser",
    "groups",
}


class AccountCreationForm(UserCreationForm):
    first_name = None
    last_name = None

    class Meta(UserCreationForm.Meta):
        fields = ACCOUNT_FIELDS


class AccountEditForm(UserEditForm):
    first_name = None
    last_name = None

    class Meta(UserEditForm.Meta):
        fields = ACCOUNT_FIELDS


class UserViewSet(WagtailUserViewSet):
    def get_form_class(self, for_update: bool = False) -> type:
        return AccountEditForm if for_update else AccountCreationForm
