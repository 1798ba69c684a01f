"""The site's addresses, and one that fails so that the page of error 500 can be seen."""

from base64 import b64encode
from typing import NoReturn

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path

from config.urls import urlpatterns as _site
from cowriting.document.shape import SCHEMA
from cowriting.live.presence import Person
from cowriting.models import Room
from cowriting.protocol import wire
from cowriting.record.replaying import replay


def fail(request: HttpRequest) -> NoReturn:
    raise RuntimeError("Asked for by the machine that looks.")


def unknown_to_the_site(request: HttpRequest) -> HttpResponse:
    """What an identity provider's person without an account is told."""
    context = {"why": "unknown", "email": "quelquun@example.org"}
    return render(request, "account/provider_refused.html", context, status=403)


def frames(request: HttpRequest, page_id: int) -> HttpResponse:
    """What a room says to a browser that comes in, as its socket would."""
    room = Room.objects.get(page=page_id)
    doc, _last = replay(room)
    person = Person(request.user.pk, request.user.public_name, "CE", 3)  # type: ignore[union-attr]
    said = [
        wire.control(
            "hello", epoch=room.epoch, schema=SCHEMA, client=77, mode="rw", person=person.as_json()
        ),
        wire.step2(doc.get_update()),
        wire.step1(doc.get_state()),
    ]
    return JsonResponse([b64encode(frame).decode() for frame in said], safe=False)


urlpatterns = [
    path("trames/<int:page_id>/", frames),
    path("panne/", fail),
    path("fournisseur-inconnu/", unknown_to_the_site),
    *_site,
]
