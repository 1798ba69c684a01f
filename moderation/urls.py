from django.urls import URLPattern, path

from .views import challenges, reports

app_name = "moderation"
urlpatterns: list[URLPattern] = [
    path("signaler/", reports.report, name="report"),
    path("signaler/suivi/<str:token>/", reports.follow, name="follow"),
    path("signaler/contester/<str:token>/", challenges.contest, name="contest"),
    path("moderation/signalements/<int:key>/", reports.handle, name="handle"),
    path("moderation/contestations/<int:key>/", challenges.rule, name="rule"),
]
