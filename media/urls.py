"""Addresses of files. The second one stands before Wagtail's own, whose place it takes."""

from django.urls import path, re_path

from . import views

app_name = "media"

urlpatterns = [
    path("media/<path:name>", views.stored_file, name="file"),
    re_path(r"^documents/(\d+)/(.*)$", views.document, name="document"),
]
