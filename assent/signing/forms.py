"""What a person says when they sign for a centre, or go back on it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SigningForm(forms.Form):
    """`version`: the number of what the person saw; another one is a text that moved on."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def words(self) -> dict[str, object]:
        """What the action is given besides the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class SignForm(SigningForm):
    """`in_time`, which the page sends while the text is not public, is what the person was
    told of their signature."""

    shows_name = forms.BooleanField(
        label=_("Afficher aussi mon nom"), required=False,
        help_text=_("Sans cela, la page publique nomme le centre seul. Ce choix vaut pour ce texte."),
    )  # fmt: skip

    def words(self) -> dict[str, object]:
        return super().words() | {"in_time": bool(self.data.get("in_time"))}


class WithdrawForm(SigningForm):
    reason = forms.CharField(
        label=_("Motif"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Le liront le groupe et la modération, non le public."),
    )  # fmt: skip
