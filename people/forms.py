"""The door's forms: allauth's, in our words and without placeholders.

A placeholder repeats a label until one types, then hides it; help about a forgotten
password belongs after the form, not between a label and its input.
"""

from __future__ import annotations

from typing import Any
from unicodedata import category
from zoneinfo import available_timezones

from allauth.account import forms
from allauth.core import context
from allauth.mfa.adapter import get_adapter as second_factor
from allauth.mfa.base import forms as codes
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as keys
from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from . import throttle
from .models import User


class Plain:
    """Drops what allauth writes inside inputs, and its links among the help."""

    fields: dict[str, Any]
    #: Our own labels, by field.
    labels: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            if field.widget.attrs.get("autocomplete") == "current-password":
                field.help_text = ""


class LoginForm(Plain, forms.LoginForm):
    labels = {"login": _("Adresse électronique")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What password managers look for beside a current password.
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ResetPasswordForm(Plain, forms.ResetPasswordForm):
    labels = {"email": _("Adresse électronique")}

    def clean_email(self) -> str:
        """Every request counts, since each one sends a letter."""
        throttle.take(context.request, "reset", self.cleaned_data["email"])
        email: str = super().clean_email()
        return email


class ChangePasswordForm(Plain, forms.ChangePasswordForm):
    labels = {"password2": _("Le nouveau mot de passe, encore une fois")}

    def clean_oldpassword(self) -> str:
        """Guessing it here is guessing it at the door."""
        place = throttle.take(context.request, "sign-in", self.user.email)
        password: str = super().clean_oldpassword()
        place.give_back()
        return password


class SetPasswordForm(Plain, forms.SetPasswordForm):
    labels = {"password2": _("Le même, encore une fois")}


class ResetPasswordKeyForm(Plain, forms.ResetPasswordKeyForm):
    labels = {"password2": _("Le nouveau mot de passe, encore une fois")}


class ReauthenticateForm(Plain, forms.ReauthenticateForm):
    pass


# -- The second factor: codes and keys ---------------------------------------------------


class Throttled(Plain):
    """A code of one's own account: five failures, and never the same code twice."""

    labels = {"code": _("Code")}
    user: User
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"autocapitalize": "off", "spellcheck": "false"}

    def clean_code(self) -> str:
        place = throttle.take(context.request, "code", str(self.user.pk))
        self.cleaned_data["code"] = "".join(filter(str.isalnum, self.cleaned_data["code"]))
        code: str = super().clean_code()  # type: ignore[misc]
        if not throttle.first_use(str(self.user.pk), code):
            raise second_factor().validation_error("incorrect_code")
        place.give_back()
        return code


class CodeForm(Throttled, codes.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _(
            "Celui que montre votre application, ou un de vos codes de secours."
        )


class ConfirmByCodeForm(Throttled, codes.ReauthenticateForm):
    pass


class ActivateCodesForm(Throttled, ActivateTOTPForm):
    labels = {"code": _("Code que montre l'application")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric"}


class KeyForm(keys.AuthenticateWebAuthnForm):
    pass


class ConfirmByKeyForm(keys.ReauthenticateWebAuthnForm):
    pass


class EnterByKeyForm(keys.LoginWebAuthnForm):
    def clean_credential(self) -> Any:
        """No account is named before the key is known, so the visitor's network alone
        counts: nobody can lock another person's key out."""
        place = throttle.take(context.request, "key")
        authenticator = super().clean_credential()
        place.give_back()
        return authenticator


_KEY_NAME = 80


class AddKeyForm(Plain, keys.AddWebAuthnForm):
    """A key that signs in alone: it asks for a finger, a face or a code by itself."""

    labels = {"name": _("Nom de la clé")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]
        self.fields["name"].help_text = _("Pour la reconnaître parmi d'autres.")
        self.fields["name"].widget.attrs["maxlength"] = _KEY_NAME

    def clean_name(self) -> str:
        name: str = super().clean_name()
        return name[:_KEY_NAME]

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class RenameKeyForm(Plain, keys.EditWebAuthnForm):
    labels = {"name": _("Nom de la clé")}


# -- Who I am ----------------------------------------------------------------------------


def _zones() -> list[tuple[str, str]]:
    """Every zone that a person may live in, as the world names them."""
    lived_in = (zone for zone in available_timezones() if "/" in zone)
    return [
        (zone, zone.replace("_", " "))
        for zone in sorted(lived_in)
        if not zone.startswith(("Etc/", "SystemV/", "US/", "posix", "right"))
    ]


class ProfileForm(django_forms.ModelForm):
    """What a person says of themselves."""

    time_zone = django_forms.ChoiceField(
        label=_("Fuseau horaire"),
        help_text=_("Les échéances sont montrées à l'heure de Paris et dans ce fuseau."),
        choices=_zones,
    )

    class Meta:
        model = User
        fields = ["display_name", "function", "language", "time_zone"]
        labels = {
            "display_name": _("Nom affiché"),
            "function": _("Fonction"),
            "language": _("Langue de l'interface"),
        }

    def clean_display_name(self) -> str:
        name = without_controls(self.cleaned_data["display_name"])
        if not name:
            raise django_forms.ValidationError(
                self.fields["display_name"].error_messages["required"]
            )
        return name

    def clean_function(self) -> str:
        return without_controls(self.cleaned_data["function"])


def without_controls(words: str) -> str:
    """`words` on one line, without what no keyboard writes and no file can hold."""
    return " ".join("".join(" " if category(c) == "Cc" else c for c in words).split())


class AddressForm(django_forms.Form):
    """A new address for an account; whether it is free is told to its owner alone."""

    email = django_forms.EmailField(
        label=_("Nouvelle adresse électronique"),
        max_length=254,
        widget=django_forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if email == self.person.email:
            raise django_forms.ValidationError(_("C'est déjà l'adresse de votre compte."))
        throttle.take(context.request, "address", str(self.person.pk))
        return email
