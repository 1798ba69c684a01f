"""The fields of a part that a correction may change, and what a second person says of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contributions.models import Version
from cowriting.plain.forms import PartForm, Shown
from people.centre_choice import CentreChoice
from people.models import Centre

from .corrected import TooMuch
from .limits import correctable


class CorrectionForm(PartForm):
    """A part as one writes it in a plain page, but for what a correction never changes.

    `version`: the key of the version that it was made from.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, shown: Shown, version: Version | None = None, data: Any = None) -> None:
        super().__init__(shown, data)
        if version is not None:
            self.initial["version"] = version.pk
        kept = correctable(shown.part)
        for name in shown.part.fields:
            if name not in kept:
                self.fields.pop(name, None)
        self.fields["reason"] = forms.CharField(
            label=_("Pourquoi"), required=False, max_length=500,
            help_text=_("Facultatif : une faute, un lien mort… La personne qui approuve le lira."),
        )  # fmt: skip

    @property
    def can_correct(self) -> bool:
        """Whether this part has a field that may be corrected."""
        return any(name in self.fields for name in self.part.fields)

    def after(self) -> dict[str, Any]:
        """What the text would store of the fields that are shown."""
        value = self.value()
        return {name: value[name] for name in self.part.fields if name in self.fields}

    def tell(self, refusal: TooMuch) -> None:
        """Say beside each field what forbids its change."""
        for breach in refusal.breaches:
            self.add_error(breach.name if breach.name in self.fields else None, breach.why)


class RefuseForm(forms.Form):
    """Why a correction is not made."""

    answer = forms.CharField(
        label=_("Motif"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("La personne qui l'a proposée lira ces mots."),
    )  # fmt: skip


class RulingForm(forms.Form):
    """Why a contested correction stands, or is undone."""

    why = forms.CharField(
        label=_("Motif de la décision"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Les centres qui contestent liront ces mots. Ils ne sont pas publics."),
    )  # fmt: skip


class ContestForm(CentreChoice):
    """What changes beyond the form, for which centre, where one speaks for several."""

    words = forms.CharField(
        label=_("Ce qui change, au-delà de la forme"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("L'animation du groupe et la modération liront ces mots. Seuls le nom du centre et la date sont publics, sous l'erratum."),
    )  # fmt: skip
    field_order = ("words", "centre")

    def chosen(self) -> Centre:
        """Who may contest speaks for one at least."""
        centre = self.chosen_centre()
        assert centre is not None
        return centre
