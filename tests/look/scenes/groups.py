"""The scene for pages of groups and their people."""

from __future__ import annotations

import re

from groups.actions.invite_list import read_list
from groups.actions.invite_to_group import invite_to_group
from groups.actions.memberships import end_membership, join
from groups.actions.requests import ask_to_join
from groups.lists import read_words
from groups.models import JoinRequest, Membership, WorkingGroupPage
from notifications.models import Letter
from people.actions.invite import revoke_invitation
from people.models import Centre, Invitation, User

_LIST = """Nom;Adresse;Centre
Ada Brouillon;ada.brouillon@example.org;Centre de démonstration Nord
Ada Brouillon;ada.brouillon@example.org;
Camille Exemple;camille.exemple@example.org;
Sans Adresse;;
Ailleurs;ailleurs@example.org;Centre de nulle part
"""


def set_scene() -> dict[str, str]:
    """Set what is shown; the words that addresses are made of."""
    group = WorkingGroupPage.objects.get(slug="sante")
    coordinator, account = _person("dominique.modele"), _person("sam.moule")
    left = join(_person("lior.patron"), group, by=coordinator, centre=Centre.objects.first())
    end_membership(left, by=left.person)
    ask_to_join(WorkingGroupPage.objects.get(slug="education"), by=account)
    kept = read_list(group, read_words(_LIST), by=coordinator)
    new = _token(invite_to_group(group, "ada.brouillon@example.org", by=coordinator))
    known = _token(invite_to_group(group, account.email, by=coordinator, message="Venez !"))
    gone = invite_to_group(group, "gone@example.org", by=coordinator)
    revoked = _token(gone)
    revoke_invitation(gone, by=coordinator)
    waiting = Invitation.objects.get(email="charly.brouillon@example.org")
    return {
        "member sante": str(Membership.objects.current().get(group=group, person=_person("camille.exemple")).pk),
        "request sante": str(JoinRequest.objects.get(group=group).pk),
        "invitation sante": str(waiting.pk),
        "list sante": str(kept.pk),
        "invitation new": new,
        "invitation known": known,
        "invitation revoked": revoked,
    }  # fmt: skip


def _person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def _token(invitation: Invitation) -> str:
    """What the letter's link holds: it is stored nowhere else."""
    letter = Letter.objects.get(key=f"people.invitation:{invitation.token_hash}")
    found = re.search(r"/invitation/([\w-]+)/", letter.text)
    assert found
    return found[1]
