from django.urls import URLPattern, path

from . import views

app_name = "examples"
urlpatterns: list[URLPattern] = [
    path("exemples/", views.own, name="own"),
    path("exemples/envoyer/", views.send, name="send"),
    path("exemples/<int:number>/", views.example, name="example"),
    # Below `espace`, which no text of the group can take as its address.
    path("groupes/<slug:slug>/espace/exemples/", views.of_group, name="of_group"),
]
