"""The forms of reports: to report, to decide, to contest, to rule."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.access import AnyUser
from moderation.models import Report
from moderation.models.reports import Outcome, Reason, Ruling
from people.strangers import StrangersForm
from proposals.rules import can_close

from .places import MOST_LETTERS, Place, public_place


def _words(label: Any, help_text: Any = "", *, rows: int = 6, most: int = 5_000) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class ReportForm(StrangersForm):
    """What the law asks of a notice: the exact place, why, who, in good faith."""

    action = "report"

    address = forms.CharField(
        label=gettext_lazy("Adresse de la page"), max_length=MOST_LETTERS,
        help_text=gettext_lazy("Celle que montre votre navigateur, par exemple /contributions/12/."),
    )  # fmt: skip
    quote = forms.CharField(
        label=gettext_lazy("Passage exact (facultatif)"), required=False, max_length=2_000,
        help_text=gettext_lazy("Copiez les mots, ou décrivez l'image ou le fichier."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=gettext_lazy("Pourquoi"),
        choices=[("", gettext_lazy("Choisir une raison")), *Reason.choices],
    )
    words = _words(
        gettext_lazy("Expliquez"),
        gettext_lazy("Ce qui ne va pas, et pourquoi : une personne le lira, et la décision y répondra."),
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("Votre nom"), max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("Votre adresse électronique"), max_length=254,
        help_text=gettext_lazy("Pour l'accusé de réception et la décision. Elle n'est montrée qu'à qui traite le signalement."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    good_faith = forms.BooleanField(
        label=gettext_lazy("Je déclare de bonne foi que ce que j'écris ici est exact et complet.")
    )

    place: Place | None = None

    def clean_address(self) -> str:
        """The same error for what is private and for what does not exist."""
        self.place = public_place(self.cleaned_data["address"], self.request)
        if self.place is None:
            raise ValidationError(_("Aucune page publique de ce site n'a cette adresse."))
        return self.place.address

    def words_of_report(self) -> dict[str, Any]:
        """What the action is given beside the place."""
        left = ("address", "good_faith")
        return {name: value for name, value in self.words_typed().items() if name not in left}


class HandleForm(forms.Form):
    """A decision on a report, by `by`; what is offered depends on what was reported."""

    outcome = forms.ChoiceField(label=gettext_lazy("Décision"), widget=forms.RadioSelect)
    decision = _words(
        gettext_lazy("Motivation"),
        gettext_lazy("Ces mots sont envoyés à la personne qui a signalé et à l'auteur du contenu."),
    )

    def __init__(self, *args: Any, report: Report, by: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = possible(report, by)  # type: ignore[attr-defined]


def possible(report: Report, by: AnyUser) -> list[tuple[str, Any]]:
    """Which decisions a report may get from `by`: an answer is never corrected, and its group
    does not close it."""
    found = {Outcome.KEPT, Outcome.ABUSIVE}
    if report.reaction is not None:
        found |= {Outcome.HIDDEN}
    elif report.reply is not None:
        closes = can_close(by, report.reply)
        found |= {Outcome.MASKED, Outcome.CLOSED} if closes else {Outcome.MASKED}
    else:
        found |= {Outcome.CORRECTED, Outcome.MASKED}
    return [(choice.value, choice.label) for choice in Outcome if choice in found]


class ContestForm(forms.Form):
    words = _words(
        gettext_lazy("Pourquoi cette décision doit être revue"),
        gettext_lazy("Une autre personne que celle qui a décidé lira ces mots."),
    )


class RuleForm(forms.Form):
    ruling = forms.ChoiceField(
        label=gettext_lazy("Décision"), choices=Ruling.choices, widget=forms.RadioSelect
    )
    decision = _words(
        gettext_lazy("Motivation"), gettext_lazy("Elle est envoyée à qui conteste ; elle est définitive.")
    )  # fmt: skip


def first_words(request: HttpRequest) -> dict[str, str]:
    """What the form knows before anyone types: the page one comes from, one's account."""
    known = {"address": request.GET.get("adresse", "")[:MOST_LETTERS]}
    if request.user.is_authenticated:
        known |= {"name": request.user.public_name, "email": request.user.email}
    return known
