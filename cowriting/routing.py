"""The address of a room's socket."""

from __future__ import annotations

from channels.security.websocket import WebsocketDenier
from django.urls import path, re_path

from .live.consumer import RoomSocket

room_socket = RoomSocket()

websocket_urlpatterns = [
    path("ws/contributions/<int:page_id>/", room_socket),  # type: ignore[arg-type]
    re_path("", WebsocketDenier.as_asgi()),
]
