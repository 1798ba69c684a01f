"""Wagtail's account screens, told to use ours."""

from wagtail.users.apps import WagtailUsersAppConfig


class WagtailUsersConfig(WagtailUsersAppConfig):
    user_viewset = "people.viewsets.UserViewSet"
