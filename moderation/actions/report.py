"""Report a content that everyone reads."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from contributions.records import lock_text
from discussion.passages import covered_in
from kit.access import Refused
from kit.clock import moment
from moderation.models import Report
from moderation.models.reports import Reason
from moderation.reports.letters import acknowledge
from moderation.reports.news import tell_received
from moderation.reports.places import Place
from people.models import User

#: Within it the same words about the same place are the same report, sent twice.
_SAME = timedelta(days=1)


def report(
    place: Place,
    *,
    reason: Reason | str,
    words: str,
    name: str,
    email: str,
    quote: str = "",
    by: User | None = None,
    language: str = "fr",
    at: datetime | None = None,
) -> Report:
    """Anyone reports a `place`, which is public: see `places.public_place`.

    An acknowledgement leaves at once. Raises Refused without words, name or address.
    """
    when, said = moment(at), words.strip()
    if not (said and name.strip() and email.strip()):
        raise Refused(_("Un signalement dit pourquoi, et de qui il vient."))
    with transaction.atomic():
        quote = quote.strip()
        if place.record is not None:
            lock_text(place.record.page_id)
            said, quote = (covered_in(place.record, each) for each in (said, quote))
        same = Report.objects.select_for_update().filter(
            address=place.address, email__iexact=email.strip(), words=said, at__gt=when - _SAME
        )
        if found := same.first():
            return found
        made = Report.objects.create(
            address=place.address, title=place.title[:255], quote=quote,
            record=place.record, group=place.group, reaction=place.reaction,
            reply=place.reply,
            reason=Reason(reason), words=said, name=name.strip(), email=email.strip().lower(),
            person=by, language=language, at=when,
        )  # fmt: skip
        acknowledge(made)
        tell_received(made)
    return made
