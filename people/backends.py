"""How a person is recognised, and who may enter the editing rooms."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from kit.access import AnyUser, may_enter_admin

#: The printed password of the demonstration accounts; refused in every other mode.
DEMONSTRATION_PASSWORD = "demonstration"


class DoorBackend(AuthenticationBackend):
    """Sign-in by address and password, the demonstration's one in its mode alone."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        if credentials.get("password") == DEMONSTRATION_PASSWORD and not settings.DEMONSTRATION:
            return None
        return super().authenticate(request, **credentials)


class AdminEntryBackend(BaseBackend):
    """Opens the admin to those whom a rule lets in, so that no group row has to.

    Authenticates nobody. The rules are those that the apps gave to
    `kit.access.admin_entry`.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        return None

    def get_user(self, user_id: int) -> None:
        return None

    def has_perm(self, user_obj: AnyUser, perm: str, obj: Any = None) -> bool:  # type: ignore[override]
        return perm == "wagtailadmin.access_admin" and may_enter_admin(user_obj)
