from django.urls import path

from . import views

urlpatterns = [
    path("patterns/", views.patterns, name="patterns"),
    path("patterns/style.css", views.patterns_sheet, name="patterns_sheet"),
]
