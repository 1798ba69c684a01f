"""The forms that plan meetings; what they accept is held by actions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from groups.forms import DeadlineField, MomentField, clock_words
from groups.models import Membership, WorkingGroupPage
from kit.access import Refused
from people.models import User

from .actions.change import Facts
from .enums import Rhythm
from .models import Meeting
from .schedule import MOST_SLOTS, checked_times

_ONCE = ""
#: Minutes that a slot of a poll lasts.
_LENGTHS = (30, 45, 60, 90, 120, 180, 240, 420)


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class LinkField(forms.URLField):
    """An address of the web, by https alone."""

    default_validators = [
        URLValidator(
            schemes=["https"], message=gettext_lazy("Le lien doit commencer par https://.")
        )
    ]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", max_length=500, **kwargs)


class FactsForm(forms.Form):
    """What a meeting is: its name, when, where."""

    title = forms.CharField(label=gettext_lazy("Titre de la réunion"), max_length=200)
    starts_at = MomentField(label=gettext_lazy("Début"))
    ends_at = MomentField(label=gettext_lazy("Fin"))
    place = forms.CharField(label=gettext_lazy("Lieu"), max_length=200, required=False)
    link = LinkField(
        label=gettext_lazy("Lien de la visioconférence"), required=False,
        help_text=gettext_lazy("Il commence par https:// et n'est montré qu'aux membres du groupe."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_at"].help_text = clock_words()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("starts_at") and cleaned.get("ends_at"):
            try:
                checked_times(cleaned["starts_at"], cleaned["ends_at"])
            except Refused as refusal:
                self.add_error("ends_at", refusal.reason)
        return cleaned

    def facts(self) -> Facts:
        names = ("title", "starts_at", "ends_at", "place", "link")
        return Facts(**{name: self.cleaned_data[name] for name in names})


class NewMeetingForm(FactsForm):
    rhythm = forms.ChoiceField(
        label=gettext_lazy("Revient"), required=False, choices=[],
        help_text=gettext_lazy("Toujours à la même heure de Paris, en hiver comme en été."),
    )  # fmt: skip
    until = DeadlineField(
        label=gettext_lazy("Dernière réunion avant le"), required=False,
        help_text=gettext_lazy("Pour une réunion qui revient. Vide : sans fin prévue."),
    )  # fmt: skip
    #: The last meeting that existed when the form was shown.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        once = (_ONCE, _("Une seule fois"))
        self.fields["rhythm"].choices = [once, *Rhythm.choices]  # type: ignore[attr-defined]


class ChangeForm(FactsForm):
    """Other facts for a meeting; `following`: those after it too."""

    secretary = forms.ModelChoiceField(
        label=gettext_lazy("Secrétariat"), required=False, queryset=User.objects.none(),
        empty_label=gettext_lazy("L'animation du groupe"),
        help_text=gettext_lazy("Qui écrit le compte rendu, en plus de l'animation."),
    )  # fmt: skip
    following = forms.BooleanField(
        label=gettext_lazy("Modifier aussi les réunions suivantes de la série"), required=False
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        initial = {
            "title": meeting.title, "starts_at": meeting.starts_at, "ends_at": meeting.ends_at,
            "place": meeting.place, "link": meeting.link, "secretary": meeting.secretary_id,
            "seen": meeting.sequence,
        }  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["secretary"].queryset = members_of(meeting.group)  # type: ignore[attr-defined]
        if meeting.series_id is None:
            del self.fields["following"]


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Motif (facultatif)"), max_length=300, required=False, widget=area(3),
        help_text=gettext_lazy("Il est envoyé aux membres du groupe."),
    )  # fmt: skip
    following = forms.BooleanField(
        label=gettext_lazy("Annuler aussi les réunions suivantes de la série"), required=False
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if meeting.series_id is None:
            del self.fields["following"]


def members_of(group: WorkingGroupPage) -> Any:
    """The accounts of a group's people of today, by name."""
    rows = Membership.objects.current().filter(group=group)
    return User.objects.filter(pk__in=rows.values("person"))


class ExtendForm(forms.Form):
    """More time to answer a poll."""

    closes_at = DeadlineField(label=gettext_lazy("Prolonger les réponses jusqu'au"))


class PollForm(forms.Form):
    """A question about dates: as many slots as the sent form holds, some of them blank."""

    BLANK = 5
    title = forms.CharField(label=gettext_lazy("Titre de la réunion"), max_length=200)
    length = forms.TypedChoiceField(label=gettext_lazy("Durée"), coerce=int, initial=90)
    closes_at = DeadlineField(
        label=gettext_lazy("Réponses jusqu'au"),
        help_text=gettext_lazy("La fin de ce jour pour le membre le plus à l'ouest."),
    )
    place = forms.CharField(label=gettext_lazy("Lieu"), max_length=200, required=False)
    link = LinkField(label=gettext_lazy("Lien de la visioconférence"), required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["length"].choices = [  # type: ignore[attr-defined]
            (minutes, _("%(count)s minutes") % {"count": minutes}) for minutes in _LENGTHS
        ]
        sent = len([name for name in data or () if name.startswith("slot_")])
        self.too_many = sent > MOST_SLOTS
        rows = min(sent or self.BLANK, MOST_SLOTS)
        if data is not None and "more" in data:
            rows = min(rows + 3, MOST_SLOTS)
        for number in range(rows):
            self.fields[f"slot_{number}"] = MomentField(
                label=_("Créneau %(number)s") % {"number": number + 1}, required=False
            )

    @property
    def slot_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("slot_")]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if not field.name.startswith("slot_")]

    @property
    def clocks(self) -> str:
        return clock_words()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.too_many:
            words = ngettext(
                "Au plus %(count)s créneau.", "Au plus %(count)s créneaux.", MOST_SLOTS
            )
            self.add_error(None, words % {"count": MOST_SLOTS})
        return cleaned

    def slots(self) -> list[tuple[datetime, datetime]]:
        length = timedelta(minutes=self.cleaned_data["length"])
        names = [name for name in self.fields if name.startswith("slot_")]
        starts = [self.cleaned_data[name] for name in names if self.cleaned_data.get(name)]
        return [(start, start + length) for start in starts]
