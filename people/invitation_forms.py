"""What a person without an account says of themselves when they accept an invitation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from .actions.accept_invitation import Newcomer
from .forms import ProfileForm
from .models import Centre, Invitation, User

#: Where people of a French network live; others choose theirs in their account.
_ZONES = (
    "Europe/Paris", "America/Cayenne", "America/Guadeloupe", "America/Martinique",
    "America/Miquelon", "Indian/Mayotte", "Indian/Reunion", "Pacific/Noumea",
    "Pacific/Tahiti", "Pacific/Wallis",
)  # fmt: skip


def _zones() -> list[tuple[str, str]]:
    """Those, and the zones of every centre: a page that is opened on a phone stays short."""
    centres = Centre.objects.values_list("time_zone", flat=True).distinct()
    others = sorted(set(centres) - set(_ZONES))
    return [(zone, zone.replace("_", " ")) for zone in (*_ZONES, *others)]


class NewcomerForm(ProfileForm):
    """One's name and time, then a password; a key can be added right after."""

    time_zone = forms.ChoiceField(
        label=_("Fuseau horaire"),
        help_text=_("Les échéances sont montrées à l'heure de Paris et dans ce fuseau."),
        choices=_zones,
    )
    password = forms.CharField(
        label=_("Mot de passe"),
        help_text=_(
            "Douze caractères au moins, difficiles à deviner : plusieurs mots, par exemple."
        ),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        self.invitation = invitation
        centre = invitation.centre
        kwargs["initial"] = {
            "display_name": invitation.name,
            "language": invitation.language,
            "time_zone": centre.time_zone if centre else settings.TIME_ZONE,
        }
        super().__init__(*args, **kwargs)
        self.fields["display_name"].widget.attrs["autocomplete"] = "name"
        self.fields["function"].widget.attrs["autocomplete"] = "organization-title"

    def clean(self) -> dict[str, Any] | None:
        """The password is compared with what the person just wrote of themselves."""
        words: dict[str, Any] = super().clean() or self.cleaned_data
        if password := words.get("password"):
            likeness = User(email=self.invitation.email, display_name=words.get("display_name", ""))
            try:
                validate_password(password, user=likeness)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return words

    def newcomer(self) -> Newcomer:
        names = ("display_name", "function", "language", "time_zone", "password")
        return Newcomer(**{name: self.cleaned_data[name] for name in names})
