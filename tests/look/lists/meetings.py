"""Pages of meetings."""

from __future__ import annotations

from tests.look.entry import Entry, Who, member, send

_GROUP = "/groupes/sante/espace/reunions/"
_PAST, _NEXT = "/reunions/{meeting past}/", "/reunions/{meeting next}/"
_LEADS = Who.COORDINATOR

ENTRIES: list[Entry] = [
    member("meetings", _GROUP, "meetings/list.html", _LEADS),
    member("meeting-new", f"{_GROUP}nouvelle/", "meetings/form.html", _LEADS),
    member("meeting-new-refused", f"{_GROUP}nouvelle/", "meetings/form.html", _LEADS, status=422, steps=send(title="Atelier", starts_at="2026-06-10T10:00", ends_at="2026-06-10T09:00", link="javascript:alert(1)"), pictured=False),
    member("poll-new", f"{_GROUP}date/", "meetings/poll_form.html", _LEADS),
    member("poll", "/reunions/dates/{poll participation}/", "meetings/poll.html", walked=True),
    member("poll-led", "/reunions/dates/{poll sante}/", "meetings/poll.html", _LEADS),
    member("meeting-past", _PAST, "meetings/meeting.html"),
    member("meeting-next", _NEXT, "meetings/meeting.html", _LEADS, walked=True),
    member("meeting-network", _NEXT, "meetings/meeting.html", Who.NETWORK, pictured=False),
    member("meeting-agenda", f"{_NEXT}ordre-du-jour/", "meetings/agenda.html", _LEADS),
    member("meeting-attendance", f"{_PAST}presences/", "meetings/form.html", _LEADS, pictured=False),
    member("meeting-minutes", f"{_PAST}compte-rendu/", "meetings/minutes.html", _LEADS),
    member("meeting-outcomes", f"{_PAST}suites/", "meetings/outcomes.html", _LEADS),
    member("meeting-feed", "/espace/agenda/", "meetings/feed.html", by_chance=".feed-address"),
]  # fmt: skip
