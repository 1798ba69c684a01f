"""The components of the directory, in their states."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import gettext_lazy as _

from kit.samples import Thing
from kit.showcase import Chapter, States, showcase


@showcase.pattern(
    "people/components/centre_list.html", title=_("Liste de centres"), chapter=Chapter.LISTS
)
def _centres() -> States:
    north = Thing(
        name="Centre du Nord", slug="nord", perimeter="Deux départements", is_demonstration=True
    )
    island = Thing(name="Centre de l'île", slug="ile", perimeter="Toute l'île", is_overseas=True)
    return {"": {"centres": [north, island]}}


_DAY = datetime(2026, 4, 9, 10, tzinfo=UTC)


@showcase.pattern(
    "people/components/guards.html",
    title=_("Ce qui protège un compte"),
    chapter=Chapter.FORMS,
)
def _guards() -> States:
    person = Thing(email="camille@example.org", has_usable_password=True)
    key = Thing(pk=1, wrap=Thing(name="Chrome sur Android"), created_at=_DAY, last_used_at=None)
    nothing = {"person": person, "keys": [], "codes": None, "recovery_left": None}
    return {
        _("Par un mot de passe"): nothing,
        _("Par tout"): nothing
        | {"keys": [key], "codes": Thing(created_at=_DAY), "recovery_left": 8},
    }


@showcase.pattern(
    "people/components/open_sessions.html", title=_("Sessions ouvertes"), chapter=Chapter.LISTS
)
def _sessions() -> States:
    here = Thing(pk=1, device="Firefox sur Linux", opened_at=_DAY, seen_at=_DAY, is_this_one=True)
    there = Thing(
        pk=2, device="Chrome sur Android", opened_at=_DAY, seen_at=_DAY, is_this_one=False
    )
    return {"": {"sessions": [here, there]}}


@showcase.pattern(
    "people/components/other_ways.html",
    title=_("Autres façons de confirmer"),
    chapter=Chapter.FORMS,
)
def _ways() -> States:
    way = {"url": "#", "description": _("Avec un code")}
    return {"": {"reauthentication_alternatives": [way]}}


@showcase.pattern(
    "people/components/provider_door.html",
    title=_("Entrer par un fournisseur d'identité"),
    chapter=Chapter.FORMS,
)
def _provider() -> States:
    return {"": {"provider": "ProConnect", "redirect_field": ""}}


showcase.seen_elsewhere(
    "people/components/key_form.html", _("Caché tant qu'aucun script ne le montre : voir la porte.")
)
showcase.seen_elsewhere(
    "people/components/key_needs_script.html", _("Ne se voit que sans JavaScript.")
)
showcase.seen_elsewhere(
    "people/components/strangers_fields.html", _("Sur la page qui reçoit un signalement.")
)
