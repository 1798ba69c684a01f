"""What an event calls inside its transaction: `announce` and `post`.

Both only write rows. Whether the mail server answers, and when, is the worker's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Page

from kit.clock import moment

from .enums import Cadence
from .kinds import Kind, kinds
from .letters import new_message_id, one_line
from .models import Letter, Notice
from .preferences import cadences
from .tasks import deliver

if TYPE_CHECKING:
    from people.models import User

#: What happened so long ago comes from an import, or from the demonstration's story.
LATE = timedelta(days=7)


def announce(
    kind: str,
    people: Iterable[User | int],
    *,
    scope: Page | None = None,
    data: Mapping[str, Any] | None = None,
    by: User | None = None,
    key: str = "",
    at: datetime | None = None,
) -> int:
    """Tell people of an event, once each; how many were told.

    Who did it (`by`) is left out, as are accounts that are closed. With a `key`, a person
    is told once of what has this kind and key. The number of queries does not depend on
    the number of people. What happened long before it is told here stands in people's
    lists as read, and no letter speaks of it. Raises KeyError for a kind that no room registered.
    """
    told = kinds[kind]
    with transaction.atomic():
        ids = _told(people, told, by, key)
        if not ids:
            return 0
        when, chosen = moment(at), cadences(ids, told, scope)
        late = timezone.now() - when > LATE
        if late:
            chosen = dict.fromkeys(ids, Cadence.NONE)
        Notice.objects.bulk_create(
            [
                Notice(
                    person_id=one, kind=kind, scope=scope, data=dict(data or {}), at=when,
                    cadence=chosen[one], key=key, read_at=when if late else None,
                )
                for one in ids
            ],
            ignore_conflicts=bool(key),
        )  # fmt: skip
        if Cadence.AT_ONCE in chosen.values():
            deliver.enqueue()
    return len(ids)


def post(
    message: EmailMultiAlternatives, *, kind: str, person: User | None = None, key: str = ""
) -> Letter:
    """Put a letter that is written already in the outbox: to one address, with or without
    an account. With a `key`, the second letter of this kind and key is the first one.

    Raises ValueError for a message to several addresses, or one that holds files; KeyError
    for a kind of letters that no room named.
    """
    if len(message.recipients()) != 1 or message.attachments:
        raise ValueError("A posted letter has one address and holds no files.")
    if kind not in kinds.letter_names():
        raise KeyError(kind)
    with transaction.atomic():
        if key and (sent := Letter.objects.filter(kind=kind, key=key).first()):
            return sent
        letter = Letter(kind=kind, key=key, person=person, **_content(message))
        letter.message_id = new_message_id()
        letter.save(force_insert=True)
        deliver.enqueue()
    return letter


def _told(people: Iterable[User | int], kind: Kind, by: User | None, key: str) -> list[int]:
    """Who is to be told, each once, in a settled order."""
    ids = {one if isinstance(one, int) else one.pk for one in people}
    rows = get_user_model().objects.filter(pk__in=ids, is_active=True)
    if by is not None:
        rows = rows.exclude(pk=by.pk)
    if key:
        known = Notice.objects.filter(kind=kind.name, key=key).values("person")
        rows = rows.exclude(pk__in=known)
    return sorted(rows.values_list("pk", flat=True))


def _content(message: EmailMultiAlternatives) -> dict[str, Any]:
    [address] = message.recipients()
    html = next((str(part) for part, kind in message.alternatives if kind == "text/html"), "")
    reply = {"Reply-To": ", ".join(message.reply_to)} if message.reply_to else {}
    return {
        "address": address,
        "language": get_language() or settings.LANGUAGE_CODE,
        "subject": one_line(message.subject),
        "text": str(message.body),
        "html": html,
        "headers": {**message.extra_headers, **reply},
    }
