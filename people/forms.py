"""The door's forms: allauth's, in our words and without placeholders.

A placeholder repeats a label until one types, then hides it; help about a forgotten
password belongs after the form, not between a label and its input.
"""

from __future__ import annotations

from typing import Any

from allauth.account import forms
from django.utils.translation import gettext_lazy as _


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


class ChangePasswordForm(Plain, forms.ChangePasswordForm):
    labels = {"password2": _("Le nouveau mot de passe, encore une fois")}


class SetPasswordForm(Plain, forms.SetPasswordForm):
    labels = {"password2": _("Le même, encore une fois")}


class ResetPasswordKeyForm(Plain, forms.ResetPasswordKeyForm):
    labels = {"password2": _("Le nouveau mot de passe, encore une fois")}


class ReauthenticateForm(Plain, forms.ReauthenticateForm):
    pass
