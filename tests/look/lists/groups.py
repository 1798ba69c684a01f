"""Pages of groups and their people."""

from __future__ import annotations

from tests.look.entry import Entry, Kind, Who, member, send

_SPACE = "/groupes/sante/espace/"
_LEADS, _NETWORK = Who.COORDINATOR, Who.NETWORK
_INVITATION, _OVER = "people/invitation.html", "people/invitation_over.html"

ENTRIES: list[Entry] = [
    member("group-people", f"{_SPACE}personnes/", "groups/people.html", _LEADS, walked=True),
    member("group-people-member", f"{_SPACE}personnes/", "groups/people.html"),
    member("group-member", f"{_SPACE}personnes/{{member sante}}/", "groups/member.html", _LEADS),
    member("group-leave-refused", f"{_SPACE}partir/", "groups/leave.html", _LEADS, status=409, steps=send()),
    member("group-appoint", "/groupes/numerique/espace/animation/", "groups/appoint.html", _NETWORK),
    member("group-invite", f"{_SPACE}inviter/", "groups/invite.html", _LEADS, walked=True),
    member("group-invite-refused", f"{_SPACE}inviter/", "groups/invite.html", _LEADS, status=409, steps=send(email="camille.exemple@example.org"), pictured=False),
    member("group-invite-list", f"{_SPACE}inviter/liste/", "groups/invite_list.html", _LEADS),
    member("group-list-preview", f"{_SPACE}inviter/liste/{{list sante}}/", "groups/list_preview.html", _LEADS),
    member("group-invitation", f"{_SPACE}invitations/{{invitation sante}}/", "groups/invitation.html", _LEADS),
    member("group-ask", f"{_SPACE}rejoindre/", "groups/ask.html", Who.READER),
    member("group-request", f"{_SPACE}demandes/{{request sante}}/", "groups/request.html", _LEADS),
    member("group-log", f"{_SPACE}journal/", "groups/log.html", _LEADS),
    Entry("invitation", "/invitation/{invitation new}/", _INVITATION, Kind.DOOR, walked=True),
    Entry("invitation-refused", "/invitation/{invitation new}/", _INVITATION, Kind.DOOR, status=422, steps=send(display_name="Ada Brouillon", password="court"), pictured=False),
    Entry("invitation-known", "/invitation/{invitation known}/", _INVITATION, Kind.DOOR),
    member("invitation-other", "/invitation/{invitation new}/", _INVITATION, status=403),
    Entry("invitation-dead", "/invitation/nimporte-quoi/", _OVER, Kind.DOOR, status=404),
    Entry("invitation-revoked", "/invitation/{invitation revoked}/", _OVER, Kind.DOOR, status=410, pictured=False),
]  # fmt: skip
