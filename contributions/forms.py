"""The forms of the acts on a text, one for each shape of act."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.deadlines import westernmost_zone
from groups.enums import Role, Step
from groups.forms import DeadlineField, KeysField, MomentField, clock_words
from groups.models import WorkingGroupPage
from groups.rules import memberships_of
from people.models import Centre
from people.rules import can_manage_network

from . import rules
from .freezing import centres_of
from .models import ContributionPage, Version
from .moving import can_ask

if TYPE_CHECKING:
    from kit.access import AnyUser

#: What the person saw when the form was shown; no word of theirs.
TOKENS = frozenset({"seen", "task_state_id"})


#: Letters of a reason, of words that go with an act.
NOTE_AT_MOST = 10_000


def note_field(label: Any, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=NOTE_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip


TO_BOTH_GROUPS = gettext_lazy("L'autre groupe lira ces mots ; ils restent dans la vie du texte.")
TO_ITS_PEOPLE = gettext_lazy("Ces mots restent dans la vie du texte, pour qui peut le lire.")


def open_groups() -> QuerySet[WorkingGroupPage]:
    """The groups that still take texts, by name."""
    return WorkingGroupPage.objects.filter(record__closed_at__isnull=True).order_by("title")


class ActForm(forms.Form):
    """An act on a text: what was seen when it was asked for, and its words.

    `seen`: the last line of the text's life; `task_state_id`: the step in progress. Both
    may be missing, and then nothing is held against the act.
    """

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    task_state_id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, page: ContributionPage, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page, self.user = page, user

    def words(self) -> dict[str, Any]:
        """What the action is given: every field but the tokens."""
        return {name: value for name, value in self.cleaned_data.items() if name not in TOKENS}


class NoteForm(ActForm):
    note = note_field(gettext_lazy("Un mot (facultatif)"), TO_ITS_PEOPLE)


class OpenReviewForm(NoteForm):
    """The end of the review, and centres to ask besides those that have a member."""

    due = DeadlineField(
        label=gettext_lazy("Réponses des centres jusqu'au"), required=False,
        help_text=gettext_lazy("Ce jour compris, jusqu'à sa fin pour le membre le plus à l'ouest. Vide : la date déjà prévue, ou aucune."),
    )  # fmt: skip
    centres = KeysField(
        label=gettext_lazy("Centres à solliciter aussi"), required=False,
        queryset=Centre.objects.none(),
        help_text=gettext_lazy("Les centres qui ont un membre dans les groupes du texte le sont déjà."),
    )  # fmt: skip

    field_order = ("due", "centres", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [centre.pk for centre in centres_of(self.page)]
        self.fields["centres"].queryset = Centre.objects.published().exclude(pk__in=own)  # type: ignore[attr-defined]
        self.shown = self._end_shown()
        self.fields["due"].initial = self.shown

    def _end_shown(self) -> date | None:
        """The day that the review ends already, while it is to come."""
        due = self.page.record.effective_due(Step.REVIEW)
        if due is None or due <= timezone.now():
            return None
        return due.astimezone(westernmost_zone()).date()

    def words(self) -> dict[str, Any]:
        """A day that nobody touched keeps the date that the review has."""
        words = super().words()
        untouched = self.shown and str(self.data.get("due", "")).strip() == str(self.shown)
        return words | {"due": None} if untouched else words


class ReasonForm(ActForm):
    note = note_field(gettext_lazy("Motif"), TO_ITS_PEOPLE, required=True)


class RemarksForm(ActForm):
    note = note_field(gettext_lazy("Ce que le groupe doit revoir"), TO_ITS_PEOPLE, required=True)


class WithdrawForm(ActForm):
    note = note_field(gettext_lazy("Motif du retrait"), gettext_lazy("Ce motif sera public."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked_by = self.page.record.withdrawal_asked_by
        asked = asked_by is not None and rules.can_withdraw(asked_by, self.page)
        self.fields["note"].required = not asked
        if asked:
            self.fields["note"].initial = self.page.record.withdrawal_reason


class ScheduleForm(ActForm):
    minute = MomentField(label=gettext_lazy("Jour et heure de la publication"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minute"].initial = self.page.record.embargo_until
        self.fields["minute"].help_text = clock_words()


class ReplaceForm(ActForm):
    successor = forms.IntegerField(
        label=gettext_lazy("Numéro de la contribution qui la remplace"), min_value=1,
        help_text=gettext_lazy("Le nombre de son adresse permanente : /contributions/12/ a le numéro 12."),
    )  # fmt: skip
    note = note_field(gettext_lazy("Un mot (facultatif)"), TO_ITS_PEOPLE)

    def clean_successor(self) -> ContributionPage:
        number = self.cleaned_data["successor"]
        page = ContributionPage.objects.published().filter(record__id=number).first()
        if page is None:
            raise forms.ValidationError(_("Aucune contribution publiée ne porte ce numéro."))
        return page


class GroupForm(ActForm):
    """Which other group, and a word to it."""

    group = forms.ModelChoiceField(
        label=gettext_lazy("Groupe"),
        queryset=WorkingGroupPage.objects.none(),
        to_field_name="id",
        empty_label=gettext_lazy("Choisir un groupe"),
    )
    note = note_field(gettext_lazy("Un mot (facultatif)"), TO_BOTH_GROUPS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = self.groups()  # type: ignore[attr-defined]

    def groups(self) -> QuerySet[WorkingGroupPage]:
        raise NotImplementedError


def groups_to_move_to(user: AnyUser, page: ContributionPage) -> QuerySet[WorkingGroupPage]:
    """Open groups that the text may be given to; none for who cannot even ask."""
    if not (can_manage_network(user) or can_ask(user, page.record)):
        return WorkingGroupPage.objects.none()
    return open_groups().exclude(pk=page.record.lead_group_id)


def groups_to_associate(user: AnyUser, page: ContributionPage) -> QuerySet[WorkingGroupPage]:
    """The same, those that write the text already left out."""
    associated = page.record.associated_groups.values("pk")
    return groups_to_move_to(user, page).exclude(pk__in=associated)


def groups_to_part_from(user: AnyUser, page: ContributionPage) -> QuerySet[WorkingGroupPage]:
    """Associated groups: all for the leading group and the network, else one's own."""
    associated = page.record.associated_groups.order_by("title")
    if can_manage_network(user) or can_ask(user, page.record):
        return associated
    led = [group for group, role in memberships_of(user).items() if role == Role.COORDINATOR]
    return associated.filter(pk__in=led)


class MoveForm(GroupForm):
    def groups(self) -> QuerySet[WorkingGroupPage]:
        return groups_to_move_to(self.user, self.page)


class AssociateForm(GroupForm):
    def groups(self) -> QuerySet[WorkingGroupPage]:
        return groups_to_associate(self.user, self.page)


class DissociateForm(GroupForm):
    def groups(self) -> QuerySet[WorkingGroupPage]:
        return groups_to_part_from(self.user, self.page)


class CopyForm(ActForm):
    group = forms.ModelChoiceField(
        label=gettext_lazy("Groupe où commencer la copie"),
        queryset=WorkingGroupPage.objects.none(),
        to_field_name="id",
    )
    title = forms.CharField(
        label=gettext_lazy("Titre (vide : le même)"), required=False, max_length=255
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = open_groups()
        if not self.user.is_superuser:
            groups = groups.filter(pk__in=list(memberships_of(self.user)))
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]


class NameVersionForm(ActForm):
    label = forms.CharField(
        label=gettext_lazy("Nom de la version"), max_length=160,
        help_text=gettext_lazy("Par exemple : « après l'atelier de mars »."),
    )  # fmt: skip


class RestoreForm(ActForm):
    version = forms.ModelChoiceField(
        label=gettext_lazy("Version à reprendre"), queryset=Version.objects.none()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = self.page.record.versions.all()  # type: ignore[attr-defined]
