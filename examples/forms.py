"""The three fields of an example, and what becomes of one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contributions.models import ContributionPage
from people.centre_choice import CentreChoice


class ExampleForm(CentreChoice):
    """Three answers; for which centre, where one has several."""

    what = forms.CharField(
        label=_("Quoi"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Ce qui s'est passé, ou ce qui se fait. Sans nom d'habitant·e."),
    )  # fmt: skip
    place = forms.CharField(
        label=_("Où"), max_length=160, help_text=_("Un quartier, une ville, un département.")
    )
    shows = forms.CharField(
        label=_("Ce que cela montre"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Pourquoi un groupe devrait le savoir."),
    )  # fmt: skip
    field_order = ("what", "place", "shows", "centre")

    def words(self) -> dict[str, Any]:
        """What the action is given."""
        words = {name: self.cleaned_data[name] for name in ("what", "place", "shows")}
        return words | {"centre": self.chosen_centre()}


class TakeForm(forms.Form):
    """In which text it becomes a finding."""

    text = forms.ChoiceField(label=_("Dans quel texte"))

    def __init__(self, *args: Any, texts: list[ContributionPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._texts = {str(page.pk): page for page in texts}
        choices = [(key, page.draft_title) for key, page in self._texts.items()]
        self.fields["text"].choices = choices  # type: ignore[attr-defined]

    def page(self) -> ContributionPage:
        return self._texts[self.cleaned_data["text"]]


class AsideForm(forms.Form):
    """Why it is not taken."""

    reason = forms.CharField(
        label=_("Motif"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("La personne qui l'a envoyé lira ces mots."),
    )  # fmt: skip
