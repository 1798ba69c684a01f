"""Forms of what people share of a text: blocks to write, readings, dates, an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.deadlines import westernmost_zone
from groups.enums import Step
from groups.forms import DeadlineField
from groups.models import WorkingGroupPage
from kit.formats import day_words
from people.enums import MandateKind
from people.models import Mandate, User

from .actions.set_dates import steps_to_set
from .enums import MoveOutcome
from .forms import TO_BOTH_GROUPS, TO_ITS_PEOPLE, note_field, open_groups
from .models import ContributionPage, ReadingGrant, Version
from .sharing import Share

#: How long a reading stays open unless another date is chosen.
OPEN_FOR = timedelta(days=14)


def moderators() -> QuerySet[User]:
    """Who moderates today, by name."""
    mandates = Mandate.objects.current().filter(kind=MandateKind.MODERATOR)
    return User.objects.filter(pk__in=mandates.values("person"), is_active=True)


class ExtendForm(forms.Form):
    """Another end for an open reading."""

    until = DeadlineField(label=gettext_lazy("Jusqu'au"))

    def __init__(self, data: Any = None, *, grant: ReadingGrant, west: ZoneInfo) -> None:
        # The day is read here: the field would ask for the zone once a reading.
        day = grant.until.astimezone(west).date()
        super().__init__(data, initial={"until": day}, auto_id=f"id_{grant.pk}_%s")


class AssignForm(forms.Form):
    """Blocks to entrust, to whom, by when."""

    blocks = forms.MultipleChoiceField(
        label=gettext_lazy("Blocs"),
        error_messages={"required": gettext_lazy("Cochez au moins un bloc.")},
    )
    person = forms.ModelChoiceField(
        label=gettext_lazy("À qui"), queryset=User.objects.none(),
        empty_label=gettext_lazy("Choisir une personne"),
    )  # fmt: skip
    due = DeadlineField(
        label=gettext_lazy("Pour le"), required=False,
        help_text=gettext_lazy("Ce jour compris. Vide : sans date."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, shares: Sequence[Share], writers: Sequence[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.shares = shares
        named = [share.block for share in shares if share.block]
        self.fields["blocks"].choices = [(block.key, block.title) for block in named]  # type: ignore[attr-defined]
        keys = [person.pk for person in writers]
        self.fields["person"].queryset = User.objects.filter(pk__in=keys)  # type: ignore[attr-defined]

    def words(self) -> dict[str, Any]:
        """What the action is given for each block."""
        return {name: self.cleaned_data[name] for name in ("person", "due")}


class DatesForm(forms.Form):
    """A date for each step that the text decides for itself.

    What was shown of each stands beside it, its day and its moment: a day that nobody
    touched is no change, whatever became of the date or of the westernmost zone since.
    """

    note = note_field(gettext_lazy("Pourquoi (facultatif)"), TO_ITS_PEOPLE)

    def __init__(self, data: Any = None, *, page: ContributionPage) -> None:
        super().__init__(data)
        self.steps = steps_to_set(page.record)
        call, west = page.record.call, westernmost_zone()
        for step in self.steps:
            due = call.due(step) if call else None
            day = {"day": day_words(due.astimezone(west))} if due else {}
            said = _("Vide : la date de la saisine, le %(day)s.") % day if due else ""
            own = page.record.due(step)
            shown = _Shown(own.astimezone(west).date().isoformat(), own) if own else _Shown()
            self.fields[step.value] = DeadlineField(
                label=step.label, required=False, help_text=said,
                initial=own.astimezone(west).date() if own else None,
            )  # fmt: skip
            self.fields[_beside(step)] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=str(shown)
            )
        self.order_fields([step.value for step in self.steps])

    def words(self) -> dict[str, Any]:
        """What the action is given: the days that were changed, and what stood there."""
        shown = {step: self._shown(step) for step in self.steps}
        changed = [step for step in self.steps if self._typed(step) != shown[step].day]
        return {
            "dates": {step: self.cleaned_data[step.value] for step in changed},
            "shown": {step: shown[step].moment for step in changed},
            "note": self.cleaned_data["note"],
        }

    def on(self, page: ContributionPage) -> DatesForm:
        """What was typed, before the dates of today."""
        now, data = DatesForm(page=page), {name: self.data[name] for name in self.data}
        for step in now.steps:
            if self._typed(step) == self._shown(step).day:
                data[step.value] = now._shown(step).day
            data[_beside(step)] = now.fields[_beside(step)].initial
        return DatesForm(data, page=page)

    def _typed(self, step: Step) -> str:
        return str(self.data.get(step.value) or "").strip()

    def _shown(self, step: Step) -> _Shown:
        name = _beside(step)
        return _Shown.read(str(self.data.get(name, self.fields[name].initial)))


@dataclass(frozen=True)
class _Shown:
    """What a form showed of a date: its day in the westernmost zone, and its moment."""

    day: str = ""
    moment: datetime | None = None

    def __str__(self) -> str:
        return f"{self.day} {self.moment.isoformat()}" if self.moment else ""

    @classmethod
    def read(cls, words: str) -> _Shown:
        """Back from its words; what nobody can read showed nothing."""
        day, _, moment = words.partition(" ")
        try:
            return cls(day, datetime.fromisoformat(moment)) if moment else cls()
        except ValueError:
            return cls()


def _beside(step: Step) -> str:
    return f"{step.value}_shown"


class AnswerForm(forms.Form):
    """Yes, no, or no longer asked, with a word."""

    decision = forms.ChoiceField(
        choices=[
            (outcome.value, outcome.label)
            for outcome in (MoveOutcome.ACCEPTED, MoveOutcome.REFUSED, MoveOutcome.TAKEN_BACK)
        ],
        widget=forms.HiddenInput, required=True,
    )  # fmt: skip
    note = note_field(gettext_lazy("Un mot (facultatif)"), TO_BOTH_GROUPS)


class GrantForm(forms.Form):
    """To whom a text is opened, what of it, and until when."""

    PERSON, MODERATOR, GROUP, CENTRES = "person", "moderator", "group", "centres"
    reader = forms.ChoiceField(
        label=gettext_lazy("Ouvrir la lecture à"), widget=forms.RadioSelect, initial=PERSON,
        choices=[
            (PERSON, gettext_lazy("une personne, par son adresse")),
            (MODERATOR, gettext_lazy("une personne de la modération")),
            (GROUP, gettext_lazy("un groupe")),
            (CENTRES, gettext_lazy("tous les centres")),
        ],
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("Adresse électronique de la personne"), required=False, max_length=254,
        help_text=gettext_lazy("L'adresse exacte d'un compte."),
    )  # fmt: skip
    moderator = forms.ModelChoiceField(
        label=gettext_lazy("Personne de la modération"), required=False,
        queryset=User.objects.none(), empty_label=gettext_lazy("Choisir une personne"),
    )  # fmt: skip
    group = forms.ModelChoiceField(
        label=gettext_lazy("Groupe"),
        required=False,
        empty_label=gettext_lazy("Choisir un groupe"),
        queryset=WorkingGroupPage.objects.none(),
        to_field_name="id",
    )
    version = forms.ModelChoiceField(
        label=gettext_lazy("Ce qui s'ouvre"), required=False, queryset=Version.objects.none(),
        empty_label=gettext_lazy("Le brouillon et toutes ses versions"),
    )  # fmt: skip
    until = DeadlineField(
        label=gettext_lazy("Jusqu'au"), help_text=gettext_lazy("Ce jour compris.")
    )

    def __init__(self, *args: Any, page: ContributionPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = open_groups().exclude(pk=page.record.lead_group_id)  # type: ignore[attr-defined]
        self.fields["moderator"].queryset = moderators()  # type: ignore[attr-defined]
        self.fields["version"].queryset = page.record.versions.all()  # type: ignore[attr-defined]
        self.fields["until"].initial = timezone.now() + OPEN_FOR

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        reader, email = cleaned.get("reader"), cleaned.get("email")
        if reader == self.PERSON and "email" not in self.errors:
            person = (
                User.objects.filter(email__iexact=email, is_active=True).first() if email else None
            )
            if person is None:
                self.add_error("email", _("Aucun compte ouvert n'a cette adresse."))
            cleaned["person"] = person
        if reader == self.MODERATOR and "moderator" not in self.errors:
            if not cleaned.get("moderator"):
                self.add_error("moderator", _("Choisissez la personne."))
            cleaned["person"] = cleaned.get("moderator")
        if reader == self.GROUP and "group" not in self.errors and not cleaned.get("group"):
            self.add_error("group", _("Choisissez le groupe."))
        return cleaned

    def words(self) -> dict[str, Any]:
        """What the action is given: one reader and no other."""
        words, reader = self.cleaned_data, self.cleaned_data["reader"]
        return {
            "person": words.get("person") if reader in (self.PERSON, self.MODERATOR) else None,
            "group": words["group"] if reader == self.GROUP else None,
            "all_centres": reader == self.CENTRES,
            "version": words["version"],
            "until": words["until"],
        }
