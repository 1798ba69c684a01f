"""Addresses."""

from django.urls import URLPattern, path

from . import views
from .stopping import stop

app_name = "notifications"
urlpatterns: list[URLPattern] = [
    path("espace/nouvelles/", views.news, name="news"),
    path("espace/nouvelles/lues/", views.mark, name="mark"),
    path("espace/nouvelles/reglages/", views.preferences, name="preferences"),
    path(
        "espace/nouvelles/reglages/<int:scope_id>/", views.preferences, name="preferences_of_page"
    ),
    path("espace/nouvelles/<int:notice_id>/", views.read, name="read"),
    path("desabonnement/<str:token>/", stop, name="stop"),
]
