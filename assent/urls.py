from django.urls import URLPattern, path

from assent.signing import views as signing
from assent.views import answers, owed, rounds

app_name = "assent"
urlpatterns: list[URLPattern] = [
    path("contributions/<int:number>/avis/", rounds.round_, name="round"),
    path("contributions/<int:number>/avis/<slug:centre>/", answers.answer, name="answer"),
    path("contributions/<int:number>/signatures/", signing.signatures, name="signatures"),
    path(
        "contributions/<int:number>/signatures/<slug:slug>/<slug:act>/",
        signing.signing,
        name="signing",
    ),
    path("espace/avis/", owed.owed, name="owed"),
    path("avis/lien/<str:token>/", owed.link, name="link"),
]
