"""The forms of reactions: to say something, to decide of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussion.actions.react import MOST_LETTERS
from people.strangers import StrangersForm


class ReactionForm(StrangersForm):
    """Under an account, its words alone are asked."""

    action = "reaction"

    words = forms.CharField(
        label=gettext_lazy("Votre réaction"), max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("Votre nom, ou un pseudonyme"), max_length=50,
        help_text=gettext_lazy("Il sera montré tel quel."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("Votre adresse électronique"), max_length=254,
        help_text=gettext_lazy("Elle n'est jamais montrée. Un lien vous y sera envoyé pour confirmer que ces mots sont de vous."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip

    field_order = ("words", "name", "email")

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        if request.user.is_authenticated:
            del self.fields["name"], self.fields["email"]


class DecideForm(forms.Form):
    """Publish or hide; only what is hidden needs a reason."""

    reason = forms.CharField(
        label=gettext_lazy("Motif, si vous masquez"), required=False, max_length=2_000,
        help_text=gettext_lazy("Son auteur lira ce motif, et pourra contester la décision."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "hide" in self.data and not cleaned.get("reason", "").strip():
            self.add_error("reason", ValidationError(_("Donnez un motif : son auteur le lira.")))
        if "hide" not in self.data and "publish" not in self.data:
            raise ValidationError(_("Dites si vous publiez cette réaction ou la masquez."))
        return cleaned
