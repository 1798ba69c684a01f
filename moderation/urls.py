from django.urls import URLPattern, path

from .views import challenges, desk, reports

app_name = "moderation"
urlpatterns: list[URLPattern] = [
    path("moderation/", desk.desk, name="desk"),
    path("moderation/prendre/<slug:kind>/<int:key>/", desk.take, name="take"),
    path("signaler/", reports.report, name="report"),
    path("signaler/suivi/<str:token>/", reports.follow, name="follow"),
    path("signaler/contester/<str:token>/", challenges.contest, name="contest"),
    path("moderation/signalements/<int:key>/", reports.handle, name="handle"),
    path("moderation/contestations/<int:key>/", challenges.rule, name="rule"),
]
