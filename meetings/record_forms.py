"""The forms of what is written of a meeting: agenda, presence, minutes, what it leads to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions.models import ContributionRecord
from groups.forms import DeadlineField
from groups.models import WorkingGroupPage
from people.models import User
from proposals.models import Proposal

from .actions.agenda import MOST_ITEMS, Point
from .enums import Standing
from .forms import area, members_of
from .marks import to_html, to_words
from .material import proposals_of, texts_of
from .models import Meeting


def _about_choices(group: WorkingGroupPage) -> list[tuple[str, Any]]:
    """The group's texts and standing proposals, as one list to choose from."""
    texts = [(f"text-{row.pk}", row.page.draft_title) for row in texts_of(group)[:200]]
    rows = proposals_of(group).only("pk", "title")[:300]
    proposals = [(f"proposal-{row.pk}", str(row)) for row in rows]
    return [("", "—"), (_("Textes"), texts), (_("Propositions"), proposals)]


class AboutField(forms.ChoiceField):
    """One of the group's texts or proposals, or nothing."""

    def __init__(self, choices: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(required=False, choices=list(choices), **kwargs)

    def clean(self, value: Any) -> ContributionRecord | Proposal | None:
        kind, _sign, key = str(super().clean(value)).partition("-")
        if kind == "text":
            return ContributionRecord.objects.filter(pk=int(key)).first()
        return Proposal.objects.filter(pk=int(key)).first() if kind == "proposal" else None


def about(thing: ContributionRecord | Proposal | None) -> dict[str, Any]:
    """What an agenda's point or a decision is about, as actions are told."""
    return {
        "text": thing if isinstance(thing, ContributionRecord) else None,
        "proposal": thing if isinstance(thing, Proposal) else None,
    }


class AgendaForm(forms.Form):
    """The agenda, a few fields a point: those that stand, then blank ones."""

    BLANK = 3
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        standing = list(meeting.agenda.all())
        sent = len([name for name in data or () if name.startswith("title_")])
        self.rows = min(sent or len(standing) + self.BLANK, MOST_ITEMS)
        choices = _about_choices(meeting.group)
        members = [("", "—"), *((user.pk, user.public_name) for user in members_of(meeting.group))]
        for number in range(self.rows):
            item = standing[number] if number < len(standing) else None
            self._add_point(number, item, choices, members)

    def _add_point(self, number: int, item: Any, choices: list[Any], members: list[Any]) -> None:
        key = ""
        if item is not None and (item.text_id or item.proposal_id):
            key = f"text-{item.text_id}" if item.text_id else f"proposal-{item.proposal_id}"
        self.fields[f"title_{number}"] = forms.CharField(
            label=_("Point"), max_length=200, required=False, initial=item.title if item else ""
        )
        self.fields[f"order_{number}"] = forms.IntegerField(
            label=_("Rang"), required=False, min_value=1, max_value=999, initial=number + 1
        )
        self.fields[f"minutes_{number}"] = forms.IntegerField(
            label=_("Minutes"), required=False, min_value=0, max_value=600,
            initial=item.minutes or None if item else None,
        )  # fmt: skip
        self.fields[f"lead_{number}"] = forms.TypedChoiceField(
            label=_("Présenté par"), required=False, choices=members, coerce=int, empty_value=None,
            initial=item.lead_id if item else "",
        )  # fmt: skip
        self.fields[f"about_{number}"] = AboutField(choices, label=_("À propos de"), initial=key)

    @property
    def lines(self) -> list[tuple[int, list[forms.BoundField]]]:
        names = ("title", "order", "minutes", "lead", "about")
        return [
            (number + 1, [self[f"{name}_{number}"] for name in names])
            for number in range(self.rows)
        ]

    def points(self) -> list[Point]:
        """The points that have a title, in the order of their ranks."""
        told, people = (
            self.cleaned_data,
            User.objects.in_bulk(
                [self.cleaned_data.get(f"lead_{number}") for number in range(self.rows)]
            ),
        )
        found = []
        for number in range(self.rows):
            title = (told.get(f"title_{number}") or "").strip()
            if title:
                rank = told.get(f"order_{number}") or number + 1
                lead = people.get(told.get(f"lead_{number}"))
                thing = about(told.get(f"about_{number}"))
                minutes = told.get(f"minutes_{number}") or 0
                found.append((rank, number, Point(title, minutes, lead, **thing)))
        return [point for _rank, _number, point in sorted(found, key=lambda one: one[:2])]


class MinutesForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Compte rendu"), widget=area(18), max_length=60000, required=False,
        help_text=gettext_lazy("Une ligne vide sépare deux paragraphes ; « - » commence une liste ; **gras**, *italique* ; une adresse devient un lien."),
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, meeting: Meeting) -> None:
        seen = meeting.minutes_at.isoformat() if meeting.minutes_at else ""
        initial = {"words": to_words(meeting.minutes), "seen": seen}
        super().__init__(data, initial=initial)

    def clean_seen(self) -> datetime | None:
        """None, that nobody had written, for what cannot be read too."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None

    def html(self) -> str:
        return to_html(self.cleaned_data["words"])


class WordsForm(forms.Form):
    """Words alone: an amendment, a later correction."""

    words = forms.CharField(label="", widget=area(4), max_length=5000)

    def __init__(self, *args: Any, label: Any, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label, self.fields["words"].help_text = label, help_text


class AmendUntilForm(forms.Form):
    until = DeadlineField(label=gettext_lazy("Amendements jusqu'au"))


class DecisionForm(forms.Form):
    words = forms.CharField(label=gettext_lazy("Décision"), widget=area(3), max_length=2000)
    about = AboutField(
        label=gettext_lazy("À propos de"),
        help_text=gettext_lazy("La décision s'inscrira dans la vie de ce texte quand le compte rendu sera figé, pour qui peut le lire."),
    )  # fmt: skip

    def __init__(self, data: QueryDict | None = None, *, meeting: Meeting) -> None:
        super().__init__(data, prefix="decision")
        self.fields["about"].choices = _about_choices(meeting.group)  # type: ignore[attr-defined]


class TaskForm(forms.Form):
    what = forms.CharField(label=gettext_lazy("Ce qui est à faire"), max_length=300)
    person = forms.ModelChoiceField(
        label=gettext_lazy("Par qui"), queryset=User.objects.none(), empty_label="—"
    )
    due_at = DeadlineField(label=gettext_lazy("Pour le"), required=False)

    def __init__(self, data: QueryDict | None = None, *, meeting: Meeting) -> None:
        super().__init__(data, prefix="task")
        self.fields["person"].queryset = members_of(meeting.group)  # type: ignore[attr-defined]


class AttendanceForm(forms.Form):
    """Who was there: one choice a person of the group at that date."""

    def __init__(self, *args: Any, centres: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        noted = (Standing.PRESENT, Standing.EXCUSED, Standing.ABSENT)
        choices = [(each.value, each.label) for each in noted]
        for line in centres:
            for key, name, standing in line.people:
                label = f"{name} ({line.centre})" if line.centre else name
                self.fields[f"person_{key}"] = forms.ChoiceField(
                    label=label, choices=choices, required=False, widget=forms.RadioSelect,
                    initial=standing if standing != Standing.COMING else "",
                )  # fmt: skip

    def standings(self) -> dict[int, str]:
        return {
            int(name.removeprefix("person_")): value
            for name, value in self.cleaned_data.items()
            if value
        }
