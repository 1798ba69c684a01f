"""Addresses."""

from django.urls import URLPattern, path

from .stopping import stop

app_name = "notifications"
urlpatterns: list[URLPattern] = [
    path("desabonnement/<str:token>/", stop, name="stop"),
]
