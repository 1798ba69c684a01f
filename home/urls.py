"""Each person's and each group's space, and the coordination's overview; the home page is
Wagtail's."""

from django.urls import path

from .coordination import coordination
from .desk import desk
from .spaces import group_space

urlpatterns = [
    path("espace/", desk, name="desk"),
    path("groupes/<slug:slug>/espace/", group_space, name="group_space"),
    path("coordination/", coordination, name="coordination"),
]
