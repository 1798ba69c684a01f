from django.urls import URLPattern, path

from .views import act, calls, dates, masks, moves, public, readers, reading, sharing, work

app_name = "contributions"
urlpatterns: list[URLPattern] = [
    path("contributions/", public.index, name="index"),
    path("contributions/<int:number>/", work.permanent, name="permanent"),
    path("contributions/<int:number>/suivi/", work.work, name="work"),
    path("contributions/<int:number>/texte/", reading.draft, name="draft"),
    path("contributions/<int:number>/versions/<int:v>/", reading.version, name="version"),
    path(
        "contributions/<int:number>/versions/<int:v>/changements/", reading.changes, name="changes"
    ),
    path("contributions/<int:number>/lecteurs/", readers.readers, name="readers"),
    path("contributions/<int:number>/repartition/", sharing.sharing, name="sharing"),
    path("contributions/<int:number>/dates/", dates.dates, name="dates"),
    path("contributions/<int:number>/masquer/", masks.mask_new, name="mask_new"),
    path("moderation/masques/<int:key>/", masks.mask, name="mask"),
    path("contributions/demandes/<int:key>/", moves.move_request, name="move_request"),
    path("contributions/<int:number>/<slug:slug>/", act.act, name="act"),
    path("coordination/saisines/", calls.calls, name="calls"),
    path("coordination/saisines/nouvelle/", calls.call_new, name="call_new"),
    path("coordination/saisines/<int:call_id>/", calls.call, name="call"),
]
