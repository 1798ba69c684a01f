from django.urls import URLPattern, path

from .views import batches, challenges, checklist, desk, reports, texts

app_name = "moderation"
urlpatterns: list[URLPattern] = [
    path("moderation/", desk.desk, name="desk"),
    path("moderation/prendre/<slug:kind>/<int:key>/", desk.take, name="take"),
    path("moderation/textes/<int:number>/", texts.text, name="text"),
    path("moderation/textes/<int:number>/controle/", texts.checks, name="checks"),
    path("moderation/textes/<int:number>/renvoyer/", texts.send_back, name="send_back"),
    path("moderation/liste-de-controle/", checklist.checklist, name="checklist"),
    path("moderation/lots/<int:call>/", batches.batch, name="batch"),
    path("signaler/", reports.report, name="report"),
    path("signaler/suivi/<str:token>/", reports.follow, name="follow"),
    path("signaler/contester/<str:token>/", challenges.contest, name="contest"),
    path("moderation/signalements/<int:key>/", reports.handle, name="handle"),
    path("moderation/contestations/<int:key>/", challenges.rule, name="rule"),
]
