"""The coordination's addresses for groups; the groups' own pages are Wagtail's."""

from django.urls import path

from . import views

app_name = "groups"
urlpatterns = [
    path("coordination/groupes/nouveau/", views.new, name="new"),
    path("coordination/groupes/<int:group_id>/", views.edit, name="edit"),
    path(
        "coordination/groupes/<int:group_id>/fermer/", views.decide, {"decision": "close"}, "close"
    ),
    path(
        "coordination/groupes/<int:group_id>/rouvrir/",
        views.decide,
        {"decision": "reopen"},
        "reopen",
    ),
    path(
        "coordination/groupes/<int:group_id>/supprimer/",
        views.decide,
        {"decision": "delete"},
        "delete",
    ),
]
