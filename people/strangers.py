"""What anyone may send here without an account, and what keeps machines from sending much.

Three things, none of which asks a person to prove that they are one: a field that people
leave empty, a moment signed when the form was shown, and so many forms an hour.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from . import throttle

#: Nobody writes sooner than this after a form was shown, nor sends a page kept longer.
SOONEST, LATEST = timedelta(seconds=3), timedelta(days=2)
_HOUR = 60 * 60
_TOO_MANY = ngettext_lazy(
    "Trop d'envois en une heure. Vos mots restent dans cette page : renvoyez-les dans %(minutes)d minute.",
    "Trop d'envois en une heure. Vos mots restent dans cette page : renvoyez-les dans %(minutes)d minutes.",
    "minutes",
)  # fmt: skip


class StrangersForm(forms.Form):
    """`action` names what is sent, for its count an hour; `email`, when there is such a
    field, is counted too. What is wrong never loses the words that were typed."""

    action = ""

    website = forms.CharField(
        label=gettext_lazy("Laissez ce champ vide"), required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )  # fmt: skip
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["shown"].initial = stamp()

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields that people fill in."""
        return [field for field in self.visible_fields() if field.name != "website"]

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Un champ que personne ne voit a été rempli : videz-le."))
        return ""

    def clean_shown(self) -> str:
        """Raises ValidationError for a form that came too soon, too late, or unsigned; the
        page that says so holds a new moment."""
        try:
            signing.loads(self.cleaned_data["shown"], salt=_SALT, max_age=LATEST)
        except signing.BadSignature:
            self._renew()
            raise ValidationError(_("Cette page était ouverte depuis longtemps : envoyez de nouveau.")) from None  # fmt: skip
        if not _old_enough(self.cleaned_data["shown"]):
            raise ValidationError(_("C'est parti très vite : relisez, puis envoyez de nouveau."))
        return ""

    def clean(self) -> dict[str, Any]:
        """Count the form last: one that has to be corrected costs nothing."""
        cleaned = super().clean() or {}
        if not self.errors:
            throttle.take(self.request, self.action, cleaned.get("email"), _pace())
        return cleaned

    def words_typed(self) -> dict[str, Any]:
        """What somebody filled in."""
        kept = ("website", "shown")
        return {name: value for name, value in self.cleaned_data.items() if name not in kept}

    def _renew(self) -> None:
        """Show the form again with this moment, and with all that was typed."""
        self.data = {**self.data, self.add_prefix("shown"): stamp()}


_SALT = "people.strangers"


def stamp() -> str:
    """This moment, signed."""
    return signing.dumps("", salt=_SALT)


def _old_enough(shown: str) -> bool:
    try:
        signing.loads(shown, salt=_SALT, max_age=SOONEST)
    except signing.SignatureExpired:
        return True
    return False


def _pace() -> throttle.Pace:
    return throttle.Pace(settings.STRANGERS_LIMITS, _HOUR, _TOO_MANY)
