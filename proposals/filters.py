"""What `/propositions/` and its files can be narrowed to, and how many are in each state.

Audiences and actors are words that groups typed: whoever types some of them finds every
spelling (`habitants`, `habitant·e·s`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contributions.enums import Horizon
from contributions.models import ContributionPage
from groups.filters import GroupThemeFilter
from kit.normalise import MAX_LENGTH

from .answers import given, given_now
from .models import Named, Proposal, ReplyState
from .querysets import ProposalQuerySet
from .spellings import most_said, saying

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: What `?reponse=` says of a proposal to which nobody answered in public.
NO_ANSWER = "sans"
_ANSWERS: list[tuple[str, StrOrPromise]] = [*ReplyState.choices, (NO_ANSWER, _("Sans réponse"))]


class ProposalFilter(GroupThemeFilter):
    """`?horizon=court&theme=&groupe=&public=habitants&acteur=&annee=2026&reponse=sans`.

    A value that does not exist is named as an error and narrows nothing. The database is
    asked: no row is read for the choices.
    """

    horizon = forms.ChoiceField(
        choices=[("", _("Tous les horizons")), *Horizon.choices], required=False,
        label=_("Horizon"),
        error_messages={"invalid_choice": _("Cet horizon n'existe pas : tous sont montrés.")},
    )  # fmt: skip
    public = forms.CharField(
        required=False, max_length=MAX_LENGTH, label=_("Public concerné"),
        widget=forms.TextInput(attrs={"list": "publics-nommes"}),
    )  # fmt: skip
    acteur = forms.CharField(
        required=False, max_length=MAX_LENGTH, label=_("Acteur"),
        widget=forms.TextInput(attrs={"list": "acteurs-nommes"}),
    )  # fmt: skip
    annee = forms.ChoiceField(
        required=False, label=_("Année de publication"),
        error_messages={"invalid_choice": _("Aucune proposition de cette année : toutes sont montrées.")},
    )  # fmt: skip
    reponse = forms.ChoiceField(
        choices=[("", _("Toutes les réponses")), *_ANSWERS], required=False, label=_("Réponse"),
        error_messages={"invalid_choice": _("Cet état n'existe pas : tous sont montrés.")},
    )  # fmt: skip

    field_order = ("reponse", "theme", "groupe", "horizon", "public", "acteur", "annee")

    def full_clean(self) -> None:
        """Checked as soon as it is made, and so after the years of today are put in it."""
        years = [(str(year), str(year)) for year in _years()]
        self.fields["annee"].choices = [("", _("Toutes les années")), *years]  # type: ignore[attr-defined]
        super().full_clean()

    def clean_public(self) -> str:
        words: str = self.cleaned_data["public"]
        if words and not saying(Named.AUDIENCE, words).exists():
            raise ValidationError(_("Ce public n'est nommé nulle part : tous sont montrés."))
        return words

    def clean_acteur(self) -> str:
        words: str = self.cleaned_data["acteur"]
        if words and not saying(Named.ACTOR, words).exists():
            raise ValidationError(_("Cet acteur n'est nommé nulle part : tous sont montrés."))
        return words

    @property
    def suggestions(self) -> dict[str, list[str]]:
        """What fields of words suggest, by the name of their list in the page."""
        return {
            "publics-nommes": most_said(Named.AUDIENCE),
            "acteurs-nommes": most_said(Named.ACTOR),
        }

    def narrowed(self, rows: ProposalQuerySet) -> ProposalQuerySet:
        """`rows` with every choice applied but the state of the answer."""
        chosen = self.cleaned_data
        if horizon := chosen.get("horizon"):
            rows = rows.filter(horizon=horizon)
        if self.chosen_theme is not None:
            rows = rows.filter(page__themes=self.chosen_theme)
        if self.chosen_group is not None:
            texts = ContributionPage.objects.of_groups([self.chosen_group.pk])
            rows = rows.filter(page__in=texts.values("pk"))
        if public := chosen.get("public"):
            rows = rows.filter(pk__in=saying(Named.AUDIENCE, public))
        if actor := chosen.get("acteur"):
            rows = rows.filter(pk__in=saying(Named.ACTOR, actor))
        if year := chosen.get("annee"):
            rows = rows.filter(_in_year(int(year)))
        return rows

    def answering(self, rows: ProposalQuerySet) -> ProposalQuerySet:
        """`rows` with the chosen state of the answer, if any was."""
        state = self.cleaned_data.get("reponse")
        return rows.filter(has_answer(state)) if state else rows

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen and exists, as an address says it."""
        kept = {name: self.data.get(name, "") for name in self.fields if name not in self.errors}
        return {name: str(value) for name, value in kept.items() if value}


def _years() -> list[int]:
    """Those in which standing proposals came out, the latest first."""
    days = Proposal.objects.standing().datetimes(
        "first_version__published_at", "year", order="DESC", tzinfo=timezone.get_default_timezone()
    )
    return [day.year for day in days]


def _in_year(year: int) -> Q:
    """First published in that year, as the site counts days."""
    starts = [timezone.make_aware(datetime(at, 1, 1), timezone.get_default_timezone()) for at in (year, year + 1)]  # fmt: skip
    return Q(first_version__published_at__gte=starts[0], first_version__published_at__lt=starts[1])


def has_answer(state: str) -> Q:
    """Proposals to which some addressee's latest public answer is `state`; or nobody's, for
    `NO_ANSWER`."""
    if state == NO_ANSWER:
        return ~Q(Exists(given()))
    return Q(Exists(given_now().filter(state=state)))


@dataclass(frozen=True)
class Share:
    """How many proposals are in a state, of `total`; `chosen` is the state of the filter."""

    state: str
    label: StrOrPromise
    count: int
    total: int
    chosen: bool = False

    @property
    def width(self) -> int:
        """Of a bar, in hundredths; what is not nothing is seen."""
        return max(2, round(100 * self.count / self.total)) if self.count else 0


def shares(rows: QuerySet[Proposal], chosen: str = "") -> list[Share]:
    """How many of `rows` are in each state, in one query. A proposal to which two addressees
    answer differently counts in both."""
    counts: dict[str, Any] = {
        state: Count("pk", filter=has_answer(state), distinct=True) for state, _label in _ANSWERS
    }
    found = rows.order_by().aggregate(annotated_total=Count("pk", distinct=True), **counts)
    total = found["annotated_total"]
    return [Share(state, label, found[state], total, state == chosen) for state, label in _ANSWERS]
