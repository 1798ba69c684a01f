"""End a person's open sessions at once, all of them or all but the one that asks."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from people.models import User


def end_sessions(person: User, *, keep: HttpRequest | None = None) -> None:
    """Wherever `person` is signed in, they no longer are, except in `keep`.

    What was opened without going through the door's list ends too: every session rests on
    the epoch that moves here.
    """
    with transaction.atomic():
        User.objects.filter(pk=person.pk).update(sessions_epoch=F("sessions_epoch") + 1)
        person.refresh_from_db(fields=["sessions_epoch"])
    if keep is not None and keep.user.pk == person.pk:
        former = keep.session.session_key
        update_session_auth_hash(keep, person)
        # The session got another key: the list of open sessions follows it.
        UserSession.objects.filter(session_key=former).update(session_key=keep.session.session_key)
