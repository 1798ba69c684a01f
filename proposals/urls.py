from django.urls import URLPattern, path

from . import views
from .followers import views as followers
from .views import received, replies, transmissions, unanswered

_LINK = "transmis/<str:token>/"

app_name = "proposals"
urlpatterns: list[URLPattern] = [
    path("propositions/", views.index, name="index"),
    path("propositions.csv", views.file, {"kind": "csv"}, name="csv"),
    path("propositions.json", views.file, {"kind": "json"}, name="json"),
    path("propositions/sans-reponse/", unanswered.unanswered, name="unanswered"),
    path("propositions/reponses/<int:key>/piece/", replies.reply_file, name="reply_file"),
    path("propositions/reponses/<int:key>/ouvrir/", replies.reply_open, name="reply_open"),
    path("propositions/reponses/<int:key>/refermer/", replies.reply_close, name="reply_close"),
    path("propositions/<int:number>/", views.proposal, name="proposal"),
    path("propositions/<int:number>/flux/", views.feed, name="feed"),
    path("propositions/<int:number>/suivre/", followers.follow_one, name="follow"),
    path("propositions/suivi/<str:token>/", followers.confirm, name="follow_confirm"),
    path("propositions/suivi/<str:token>/fin/", followers.stop, name="follow_stop"),
    # To whom texts are transmitted, and what they answer.
    path(
        "contributions/<int:number>/transmissions/",
        transmissions.transmissions,
        name="transmissions",
    ),
    path("contributions/<int:number>/reponses/", replies.replies, name="replies"),
    path("espace/recus/", received.received, name="received"),
    path("espace/recus/<int:key>/", received.received_one, name="received_one"),
    path(_LINK, received.by_link, name="by_link"),
    path(f"{_LINK}fichiers/<path:name>", received.file, name="link_file"),
    path(f"{_LINK}documents/<int:key>/<str:filename>", received.document, name="link_document"),
]
