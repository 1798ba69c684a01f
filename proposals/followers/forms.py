"""The form of who follows without an account."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from people.strangers import StrangersForm


class FollowForm(StrangersForm):
    action = "follow"

    email = forms.EmailField(
        label=_("Votre adresse électronique"), max_length=254,
        help_text=_("Elle n'est jamais montrée. Un lien vous y est envoyé pour confirmer que vous voulez suivre cette proposition."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
