"""The forms of calls: the call itself, what it asks of each group, a date that moves."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.enums import Role, Step
from groups.forms import DeadlineField
from groups.models import Membership, WorkingGroupPage

from .actions.open_call import AskedOf


class CallForm(forms.Form):
    """A call, apart from what it asks of each group."""

    title = forms.CharField(label=gettext_lazy("Titre de la saisine"), max_length=255)
    question = forms.CharField(
        label=gettext_lazy("Question posée"), required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    asked_by = forms.CharField(label=gettext_lazy("Demandée par"), required=False, max_length=255)
    writing_due = DeadlineField(label=gettext_lazy("Fin de l'écriture"), required=False)
    review_due = DeadlineField(
        label=gettext_lazy("Fin de la relecture dans les groupes"), required=False
    )
    validation_due = DeadlineField(label=gettext_lazy("Fin de la validation"), required=False)
    publication_due = DeadlineField(label=gettext_lazy("Publication"), required=False)
    is_announced = forms.BooleanField(
        label=gettext_lazy("Annoncer la saisine sur la page d'accueil"), required=False,
        help_text=gettext_lazy("Tout le monde lira la question et la date de publication prévue ; les textes restent réservés à leurs groupes."),
    )  # fmt: skip
    #: The last call that existed when the form was shown: a form sent twice opens one.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        dated = [f"{step.value}_due" for step in Step if cleaned.get(f"{step.value}_due")]
        for before, after in pairwise(dated):
            if cleaned[after] < cleaned[before]:
                self.add_error(after, _("Cette date vient avant celle de l'étape précédente."))
        return cleaned


class AskedForm(forms.Form):
    """What a call asks of one group: nothing until its box is ticked."""

    asked = forms.BooleanField(
        label=gettext_lazy("Demander une contribution à ce groupe"), required=False
    )
    title = forms.CharField(
        label=gettext_lazy("Titre de sa contribution"), required=False, max_length=255
    )
    coordinator = forms.TypedChoiceField(
        label=gettext_lazy("Animation"), required=False, coerce=int, empty_value=None
    )

    def __init__(
        self, *args: Any, group: WorkingGroupPage, members: list[Membership], **kwargs: Any
    ) -> None:
        super().__init__(*args, **(kwargs | {"prefix": f"groupe-{group.pk}"}))
        self.group = group
        self.people = {row.person_id: row.person for row in members}
        self.led_by = [row.person for row in members if row.role == Role.COORDINATOR]
        unchanged = _("Sans changement") if self.led_by else _("Sans animation pour l'instant")
        choices = [("", unchanged), *((pk, str(person)) for pk, person in self.people.items())]
        self.fields["coordinator"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("asked") and not cleaned.get("title") and "title" not in self.errors:
            self.add_error("title", _("Donnez un titre à la contribution de ce groupe."))
        return cleaned

    def line(self) -> AskedOf | None:
        """What the action is given for this group; nothing when its box is not ticked."""
        words = self.cleaned_data
        if not words["asked"]:
            return None
        coordinator = self.people.get(words["coordinator"]) if words["coordinator"] else None
        return AskedOf(self.group, words["title"], coordinator)


class MoveDateForm(forms.Form):
    """A new date for one step of a call; empty takes the date away."""

    step = forms.ChoiceField(choices=Step.choices, widget=forms.HiddenInput)
    due = DeadlineField(required=False)
