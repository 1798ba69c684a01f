from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [path("recherche/", views.search, name="search")]
