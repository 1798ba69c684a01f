"""The form of a reviewer's link, and what its reader fills in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contributions.models import ContributionPage, Version
from discussion.enums import Stance
from groups.forms import DeadlineField

#: How long a link stays open unless another date is chosen.
OPEN_FOR = timedelta(days=21)


def _words(label: Any, rows: int, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=5_000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class LinkForm(forms.Form):
    """Whom to invite to which version, until when, and in which words."""

    version = forms.ModelChoiceField(
        label=_("Version à faire lire"), queryset=Version.objects.none(), empty_label=None
    )
    invited = forms.CharField(
        label=_("Personne ou organisation invitée"), max_length=160,
        help_text=_("Pour vous y retrouver : elle dira elle-même son nom."),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Adresse électronique"), required=False, max_length=254,
        help_text=_("Le lien y est envoyé. Sans adresse, vous le copiez et l'envoyez vous-même."),
    )  # fmt: skip
    until = DeadlineField(label=_("Jusqu'au"), help_text=_("Ce jour compris, dans les 60 jours."))
    language = forms.ChoiceField(
        label=_("Langue de l'invitation"), choices=settings.LANGUAGES, initial="fr"
    )
    message = _words(_("Votre message (facultatif)"), 4, required=False)

    def __init__(self, *args: Any, page: ContributionPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = page.record.versions.order_by("-number")
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        self.fields["until"].initial = timezone.now() + OPEN_FOR

    def words(self) -> dict[str, Any]:
        """What the action is given besides the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class DeclareForm(forms.Form):
    """Who reads, in their own words."""

    name = forms.CharField(
        label=_("Votre nom"), max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    organisation = forms.CharField(
        label=_("Votre organisation (facultatif)"), max_length=160, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip


class OpinionForm(forms.Form):
    """An opinion of the whole version."""

    stance = forms.ChoiceField(
        label=_("Votre avis"), choices=Stance.choices, widget=forms.RadioSelect
    )
    words = _words(_("En quelques mots (facultatif)"), 5, required=False)
