"""The ordinary editor waits while people write the text together."""

from __future__ import annotations

from datetime import timedelta

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.locks import BaseLock

from contributions.models import ContributionPage
from kit.access import AnyUser
from people.models import User

from ..models import Room, Update
from ..rules import Mode, is_inside, mode_for
from .opening import is_open

#: Who wrote within this time is named as writing now.
_NOW = timedelta(minutes=10)


class RoomLock(BaseLock):
    """People write this text together: two ways of writing at once would confuse them.

    It holds for everyone, and ends by itself when the last of them has left. What a form
    that was open already sends is shown again and not saved; a revision saved by code is
    merged into the document.
    """

    def __init__(self, page: ContributionPage, room: Room) -> None:
        super().__init__(page)
        self.room = room

    def for_user(self, user: AnyUser) -> bool:
        return True

    def get_message(self, user: AnyUser) -> str:
        """Who writes, for the text's people, and the way to join them for who may."""
        context = {
            "page": self.object,
            "names": self._names(user) if is_inside(user, self.object) else [],
            "may_join": mode_for(user, self.object) is Mode.RW,
        }
        return render_to_string("cowriting/admin/lock_message.html", context)

    def _names(self, user: AnyUser) -> list[str]:
        return [person.public_name for person in writers_now(self.room, user)]

    def get_locked_by(self, user: AnyUser) -> str:
        return _("Écriture à plusieurs en cours")

    def get_description(self, user: AnyUser) -> str:
        return _("Ce formulaire attend que les personnes qui écrivent ensemble soient parties.")


def writers_now(room: Room, besides: AnyUser) -> list[User]:
    """Who wrote in the room in the last minutes, by name; one query."""
    recent = Update.objects.filter(
        room=room, epoch=room.epoch, refused=False, at__gt=timezone.now() - _NOW
    )
    people = User.objects.filter(pk__in=recent.values("person")).order_by("display_name", "pk")
    return [person for person in people if person.pk != besides.pk]


def lock_of_room(page: ContributionPage) -> BaseLock | None:
    """The lock of a text whose room has people in it, in whichever process."""
    room = Room.objects.defer("snapshot", "base_body").filter(page=page.pk).first()
    return RoomLock(page, room) if room is not None and is_open(room) else None
