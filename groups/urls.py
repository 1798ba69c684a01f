"""The coordination's addresses for groups, and those of each group's people; the groups' own
pages are Wagtail's."""

from django.urls import path, re_path

from . import views
from .views import arrivals, lists, people, records

app_name = "groups"
_SPACE = "groupes/<slug:slug>/espace/"
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
    path(f"{_SPACE}personnes/", people.people, name="people"),
    re_path(
        r"^groupes/(?P<slug>[-\w]+)/espace/personnes\.(?P<form>csv|xlsx)$",
        records.export,
        name="export",
    ),
    path(f"{_SPACE}personnes/<int:key>/", people.member, name="member"),
    path(f"{_SPACE}partir/", people.leave, name="leave"),
    path(f"{_SPACE}animation/", people.appoint_coordinator, name="appoint"),
    path(f"{_SPACE}journal/", records.group_log, name="log"),
    path(f"{_SPACE}inviter/", arrivals.invite, name="invite"),
    path(f"{_SPACE}inviter/liste/", lists.invite_list, name="invite_list"),
    path(f"{_SPACE}inviter/liste/<int:key>/", lists.preview, name="list"),
    path(f"{_SPACE}invitations/<int:key>/", arrivals.invitation, name="invitation"),
    path(f"{_SPACE}rejoindre/", arrivals.ask, name="ask"),
    path(f"{_SPACE}demandes/<int:key>/", arrivals.answer, name="request"),
]
