"""Centres, themes, accounts and mandates of the demonstration."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from django.contrib.auth.hashers import make_password

from demo.source import Item, moment, read
from demo.stage import Stage
from groups.models import Pillar, Theme
from people.actions.close_account import close_account
from people.actions.mandates import entrust
from people.backends import DEMONSTRATION_PASSWORD
from people.enums import MandateKind
from people.models import Centre, User

ADMIN_ADDRESS = "admin@example.org"
#: The moments of the story that the data leaves open.
MANDATES_SINCE = moment("2020-01-06T09:00")
U10_LEFT = moment("2020-09-30T18:00")

_MANDATE_OF_ROLE = {
    "direction": MandateKind.DIRECTOR,
    "moderation": MandateKind.MODERATOR,
    "coordination": MandateKind.NETWORK,
    "partenaire": MandateKind.PARTNER,
}


@cache
def _shared_hash() -> str:
    """The printed password, hashed once: hashing it for each account takes half the load."""
    return make_password(DEMONSTRATION_PASSWORD)


def find_admin() -> User:
    """The demonstration's superuser, made when missing."""
    found = User.objects.filter(email=ADMIN_ADDRESS).first()
    return found or _new_account(
        ADMIN_ADDRESS,
        display_name="Administration technique",
        function="Compte fictif",
        is_superuser=True,
    )


def _new_account(address: str, **fields: object) -> User:
    return User.objects.create(
        email=address,
        password=_shared_hash(),
        date_joined=MANDATES_SINCE,
        is_demonstration=True,
        **fields,
    )


def load_centres(stage: Stage) -> None:
    """Real centres as their sources tell, and the published ones of the demonstration."""
    for item in read("01_centres")["centres"]:
        stage.centres[item["ref"]] = _centre(item, published=item["live"])
    for item in read("02_centres_demo")["centres_demo"]:
        stage.centres[item["ref"]] = _centre(item, published=True, is_demonstration=True)


def _centre(item: Item, *, published: bool, is_demonstration: bool = False) -> Centre:
    former = item.get("ancien_nom")
    centre, _made = Centre.objects.get_or_create(
        slug=item["ref"],
        defaults={
            "name": item["nom"],
            "long_name": item.get("nom_long") or "",
            "former_names": [former] if former else [],
            "perimeter": item.get("perimetre") or "",
            "perimeter_kind": item.get("type_perimetre") or "",
            "departments": item.get("departements") or [],
            "city": item.get("ville") or "",
            "branch": item.get("antenne") or "",
            "website": item.get("site") or "",
            "legal_form": item.get("statut_juridique") or "",
            "is_overseas": item.get("outre_mer", False),
            "time_zone": item.get("fuseau") or "Europe/Paris",
            "is_published": published,
            "is_demonstration": is_demonstration,
            "source": item["preuve"],
        },
    )
    return centre


def load_taxonomy() -> None:
    taxonomy = read("03_taxonomies")["taxonomies"]
    for position, item in enumerate(taxonomy["piliers"]):
        Pillar.objects.get_or_create(
            slug=item["ref"], defaults={"name": item["nom"], "position": position}
        )
    pillars = {pillar.slug: pillar for pillar in Pillar.objects.all()}
    for item in taxonomy["themes"]:
        Theme.objects.get_or_create(
            slug=item["ref"], defaults={"name": item["nom"], "pillar": pillars[item["pilier"]]}
        )


def load_people(stage: Stage) -> None:
    """Accounts first, then mandates: the coordination's, which entrusts the others."""
    accounts = read("04_accounts")["comptes"]
    for item in accounts:
        _account(stage, item)
    new = [item for item in accounts if item["ref"] in stage.new_people]
    for item in sorted(new, key=lambda item: item["role"] != "coordination"):
        _mandate(stage, item)


def _account(stage: Stage, item: Item) -> None:
    person = User.objects.filter(email=item["courriel"]).first()
    if person is None and not item.get("actif", True):
        # Closing took the address; the day of the departure tells whose account it was.
        person = User.objects.filter(is_demonstration=True, closed_at=U10_LEFT).first()
    if person is None:
        centre = stage.centres.get(item["centre"])
        person = _new_account(
            item["courriel"],
            display_name=item["nom_affiche"],
            function=item["fonction"],
            time_zone=centre.time_zone if centre else "Europe/Paris",
        )
        stage.new_people.add(item["ref"])
    stage.people[item["ref"]] = person


def _mandate(stage: Stage, item: Item) -> None:
    kind = _MANDATE_OF_ROLE.get(item["role"])
    if kind is None:
        return
    by = stage.admin if kind is MandateKind.NETWORK else stage.network
    centre = stage.centres[item["centre"]] if kind is MandateKind.DIRECTOR else None
    entrust(stage.people[item["ref"]], kind, by=by, centre=centre, at=MANDATES_SINCE)


def close_departed(stage: Stage, at: datetime = U10_LEFT) -> None:
    """Close, last of all, the accounts of those who have left since.

    An account that stood before this load is left as it is: closed, it keeps its name
    hidden; opened again by a visitor, it stays open.
    """
    for item in read("04_accounts")["comptes"]:
        if not item.get("actif", True) and item["ref"] in stage.new_people:
            close_account(stage.people[item["ref"]], by=stage.admin, at=at)
