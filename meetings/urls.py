"""Addresses of meetings; those of a group's meetings stand in its space."""

from django.urls import path

from .views import feed, lists, meeting, outcomes, polls, record

app_name = "meetings"
_GROUP = "groupes/<slug:slug>/espace/reunions/"
_ONE = "reunions/<int:number>/"
urlpatterns = [
    path(_GROUP, lists.meetings, name="list"),
    path(f"{_GROUP}nouvelle/", lists.new, name="new"),
    path(f"{_GROUP}date/", polls.new, name="poll_new"),
    path("reunions/dates/<int:number>/", polls.poll, name="poll"),
    path("reunions/dates/<int:number>/choisir/", polls.choose, name="choose"),
    path("reunions/dates/<int:number>/prolonger/", polls.extend, name="extend"),
    path(_ONE, meeting.meeting, name="meeting"),
    path(f"{_ONE}reunion.ics", feed.file, name="ics"),
    path(f"{_ONE}venir/", meeting.coming, name="coming"),
    path(f"{_ONE}modifier/", meeting.change, name="change"),
    path(f"{_ONE}annuler/", meeting.cancel, name="cancel"),
    path(f"{_ONE}ordre-du-jour/", record.agenda, name="agenda"),
    path(f"{_ONE}presences/", record.attendance, name="attendance"),
    path(f"{_ONE}compte-rendu/", record.minutes, name="minutes"),
    path(f"{_ONE}relecture/", record.review, name="review"),
    path(f"{_ONE}amender/", record.amend, name="amend"),
    path(f"{_ONE}suites/", outcomes.outcomes, name="outcomes"),
    path(f"{_ONE}taches/<int:key>/", outcomes.tick, name="tick"),
    path("espace/agenda/", feed.address, name="feed_address"),
    path("agenda/<str:token>.ics", feed.feed, name="feed"),
]
