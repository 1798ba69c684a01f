"""Dates as people type them, and the form of a group."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.formats import hour_words

from .deadlines import end_of_day, westernmost_zone
from .enums import GroupKind, Hue
from .models import Theme, WorkingGroupPage

#: Years outside these are slips of the keyboard, and overflow in some time zones.
_FIRST, _LAST = date(2000, 1, 1), date(2100, 1, 1)


class DeadlineField(forms.DateField):
    """A day, kept as the moment at which it ends for the westernmost member."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators += [MinValueValidator(_FIRST), MaxValueValidator(_LAST)]

    def clean(self, value: Any) -> datetime | None:
        day = super().clean(value)
        return end_of_day(day, westernmost_zone()) if day else None

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(westernmost_zone()).date() if isinstance(value, datetime) else value


class MomentField(forms.DateTimeField):
    """A minute, typed in the time zone of the person."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        moment = super().to_python(value)
        if moment is not None and not _FIRST.year <= moment.year < _LAST.year:
            raise forms.ValidationError(_("Cette année est sans doute une faute de frappe."))
        return moment


class KeysField(forms.ModelMultipleChoiceField):
    """Rows to tick, by keys that a database can hold: others are no choice, not an error of
    ours."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        for key in value or []:
            if not (str(key).isdecimal() and len(str(key)) < 19):
                raise forms.ValidationError(
                    self.error_messages["invalid_pk_value"], params={"pk": key}
                )
        return super().clean(value)


class HueSelect(forms.RadioSelect):
    """Hues by name, each beside its colour."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        if value:
            option["attrs"] |= {"class": "swatch", "data-hue": value}
        return option


def clock_words() -> str:
    """In which hour a minute is to be written, said beside its field."""
    now = timezone.now()
    paris = hour_words(now.astimezone(ZoneInfo(settings.TIME_ZONE)))
    own = hour_words(timezone.localtime(now))
    if own == paris:
        return gettext("À l'heure de Paris, où il est %(paris)s.") % {"paris": paris}
    zone = timezone.get_current_timezone_name()
    words = gettext("À votre heure (%(zone)s). Il est %(own)s chez vous et %(paris)s à Paris.")
    return words % {"zone": zone, "own": own, "paris": paris}


class GroupForm(forms.Form):
    """What a group says of itself."""

    title = forms.CharField(label=_("Nom du groupe"), max_length=255)
    kind = forms.ChoiceField(label=_("Sorte de groupe"), choices=GroupKind.choices)
    hue = forms.ChoiceField(
        label=_("Couleur"), required=False, widget=HueSelect,
        choices=[("", _("Choisie par le site")), *Hue.choices],
    )  # fmt: skip
    aims = forms.CharField(label=_("But"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    deliverable = forms.CharField(
        label=_("Livrable attendu"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    charter = forms.CharField(
        label=_("Charte"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Une règle par ligne."),
    )  # fmt: skip
    themes = KeysField(label=_("Thèmes"), required=False, queryset=Theme.objects.all())
    quorum = forms.IntegerField(
        label=_("Quorum des relectures, en %"), required=False, min_value=0, max_value=100,
        help_text=_("La part des centres sollicités qui doivent répondre pour clore un tour d'accords ; vide ou 0 : aucune."),
    )  # fmt: skip
    #: The last group that existed when the form was shown: see `views.new`.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def words(self) -> dict[str, Any]:
        words = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return words | {"quorum": words["quorum"] or 0}


def initial_of(group: WorkingGroupPage) -> dict[str, Any]:
    """The words of a group, as its form starts from them."""
    names = ("title", "kind", "hue", "aims", "deliverable", "charter")
    words = {name: getattr(group, name) for name in names}
    return words | {"themes": group.themes.all(), "quorum": group.record.quorum}
