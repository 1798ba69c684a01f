"""Addresses that only a demonstration answers."""

from django.urls import path

from . import post

app_name = "demo"
urlpatterns = [
    path("demo/courrier/", post.letters, name="letters"),
    path("demo/courrier/<int:key>/", post.letter, name="letter"),
]
