"""The forms of a text's private pages: one for each shape of act, then its readers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.enums import Role
from groups.forms import DeadlineField, MomentField, clocks_now
from groups.models import WorkingGroupPage
from groups.rules import memberships_of
from kit.formats import day_words
from people.enums import MandateKind
from people.models import Mandate, User
from people.rules import can_manage_network

from . import rules
from .actions.set_dates import steps_to_set
from .enums import MoveOutcome
from .models import ContributionPage, ReadingGrant, Version
from .moving import can_ask
from .sharing import Share

if TYPE_CHECKING:
    from kit.access import AnyUser

#: What the person saw when the form was shown; no word of theirs.
TOKENS = frozenset({"seen", "task_state_id"})


def _note(label: Any, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required,
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip


_TO_BOTH_GROUPS = gettext_lazy("L'autre groupe lira ces mots ; ils restent dans la vie du texte.")
_TO_ITS_PEOPLE = gettext_lazy("Ces mots restent dans la vie du texte, pour qui peut le lire.")


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
    note = _note(gettext_lazy("Un mot (facultatif)"), _TO_ITS_PEOPLE)


class ReasonForm(ActForm):
    note = _note(gettext_lazy("Motif"), _TO_ITS_PEOPLE, required=True)


class RemarksForm(ActForm):
    note = _note(gettext_lazy("Ce que le groupe doit revoir"), _TO_ITS_PEOPLE, required=True)


class WithdrawForm(ActForm):
    note = _note(gettext_lazy("Motif du retrait"), gettext_lazy("Ce motif sera public."))

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
        self.fields["minute"].help_text = (
            _("À votre heure (%(zone)s). Il est %(own)s chez vous et %(paris)s à Paris.")
            % clocks_now()
        )


class ReplaceForm(ActForm):
    successor = forms.IntegerField(
        label=gettext_lazy("Numéro de la contribution qui la remplace"), min_value=1,
        help_text=gettext_lazy("Le nombre de son adresse permanente : /contributions/12/ a le numéro 12."),
    )  # fmt: skip
    note = _note(gettext_lazy("Un mot (facultatif)"), _TO_ITS_PEOPLE)

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
    )
    note = _note(gettext_lazy("Un mot (facultatif)"), _TO_BOTH_GROUPS)

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


#: How long a reading stays open unless another date is chosen.
OPEN_FOR = timedelta(days=14)


def moderators() -> QuerySet[User]:
    """Who moderates today, by name."""
    mandates = Mandate.objects.current().filter(kind=MandateKind.MODERATOR)
    return User.objects.filter(pk__in=mandates.values("person"), is_active=True)


class ExtendForm(forms.Form):
    """Another end for an open reading."""

    until = DeadlineField(label=gettext_lazy("Jusqu'au"))

    def __init__(self, data: Any = None, *, grant: ReadingGrant) -> None:
        super().__init__(data, initial={"until": grant.until}, auto_id=f"id_{grant.pk}_%s")


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
    """A date for each step that the text decides for itself."""

    note = _note(gettext_lazy("Pourquoi (facultatif)"), _TO_ITS_PEOPLE)

    def __init__(self, *args: Any, page: ContributionPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.steps = steps_to_set(page.record)
        call = page.record.call
        for step in self.steps:
            due = call.due(step) if call else None
            day = {"day": day_words(timezone.localtime(due))} if due else {}
            said = _("Vide : la date de la saisine, le %(day)s.") % day if due else ""
            self.fields[step.value] = DeadlineField(
                label=step.label, required=False, help_text=said, initial=page.record.due(step)
            )
        self.order_fields([step.value for step in self.steps])

    def words(self) -> dict[str, Any]:
        """What the action is given."""
        dates = {step: self.cleaned_data[step.value] for step in self.steps}
        return {"dates": dates, "note": self.cleaned_data["note"]}


class AnswerForm(forms.Form):
    """Yes, no, or no longer asked, with a word."""

    decision = forms.ChoiceField(
        choices=[
            (outcome.value, outcome.label)
            for outcome in (MoveOutcome.ACCEPTED, MoveOutcome.REFUSED, MoveOutcome.TAKEN_BACK)
        ],
        widget=forms.HiddenInput, required=True,
    )  # fmt: skip
    note = _note(gettext_lazy("Un mot (facultatif)"), _TO_BOTH_GROUPS)


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
        label=gettext_lazy("Adresse électronique de la personne"), required=False,
        help_text=gettext_lazy("L'adresse exacte d'un compte."),
    )  # fmt: skip
    moderator = forms.ModelChoiceField(
        label=gettext_lazy("Personne de la modération"), required=False,
        queryset=User.objects.none(),
    )  # fmt: skip
    group = forms.ModelChoiceField(
        label=gettext_lazy("Groupe"),
        required=False,
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
