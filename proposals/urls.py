from django.urls import URLPattern, path

from . import views

app_name = "proposals"
urlpatterns: list[URLPattern] = [
    path("propositions/", views.index, name="index"),
    path("propositions/<int:number>/", views.proposal, name="proposal"),
]
