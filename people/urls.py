"""The door (sign in, sign out, password) and the directory."""

from django.urls import include, path, re_path

from . import invitation_views, personal_views, views

urlpatterns = [
    path("centres/", views.centres, name="centres"),
    path("centres/<slug:slug>/", views.centre, name="centre"),
    path("invitation/<str:token>/", invitation_views.invitation, name="invitation"),
    path("donnees-personnelles/durees/", personal_views.purposes, name="purposes"),
    path("compte/donnees/", personal_views.personal_data, name="personal_data"),
    re_path(
        r"^compte/donnees/mes-donnees\.(?P<form>json|html)$",
        personal_views.download,
        name="personal_data_download",
    ),
    path("compte/fermer/", personal_views.close, name="close_account"),
    path("", include("people.door_urls")),
]
