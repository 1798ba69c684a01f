"""Every act on a text that has an address: its rule, its action, its form, its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from contributions import forms, rules
from contributions.actions.ask_move import ask_move
from contributions.actions.associate import dissociate
from contributions.actions.close_review import close_review
from contributions.actions.copy_text import copy_text
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.propose import propose
from contributions.actions.publish import publish, schedule, unschedule
from contributions.actions.recall import recall, recall_validated
from contributions.actions.replace import replace
from contributions.actions.return_text import return_text
from contributions.actions.trash import bring_back, trash
from contributions.actions.validate import validate
from contributions.actions.versions import name_version, restore
from contributions.actions.withdraw import withdraw
from contributions.enums import MoveKind, Verb
from contributions.gates import review_gates, validation_gates, why_shut
from contributions.models import ContributionPage, MoveRequest
from kit.access import AnyUser

Words = str | Promise
Moot = Callable[[ContributionPage, AnyUser], str | None]


def _never_moot(page: ContributionPage, user: AnyUser) -> str | None:
    return None


def _nothing_holds(page: ContributionPage) -> str:
    return ""


@dataclass(frozen=True)
class Act:
    """`moot`: why the act would change nothing now, though rule and state allow it.
    `held`: what has to happen before it, empty when it may be done; its page says it, and
    leads there.
    `reads`: which text must be complete first (`draft`, `version` or none).
    `on_step`: whether the action is told which step the person saw. `asked`: what is said
    when the action could only ask, and gives what it asked; `moves`: whether the text
    changes hands, which stops what is under way."""

    slug: str
    verb: Verb
    action: Callable[..., Any]
    form: type[forms.ActForm]
    title: Words
    promise: Words
    done: Words
    moot: Moot = _never_moot
    held: Callable[[ContributionPage], str] = _nothing_holds
    reads: str = ""
    on_step: bool = False
    asked: Words = ""
    moves: bool = False

    def said(self, made: Any) -> str:
        return str(self.asked if self.asked and isinstance(made, MoveRequest) else self.done)


def _proposed_already(page: ContributionPage, user: AnyUser) -> str | None:
    if page.record.proposed_at is None:
        return None
    return _g("La soumission est déjà proposée : l'animation du groupe ouvrira la relecture.")


def _not_scheduled(page: ContributionPage, user: AnyUser) -> str | None:
    if page.record.embargo_until is not None or not rules.can(Verb.SCHEDULE, user, page):
        return None
    return _g("Aucune publication n'est programmée pour ce texte.")


def _asked_by_oneself(page: ContributionPage, user: AnyUser) -> str | None:
    if page.record.withdrawal_asked_by_id is None or page.record.withdrawal_asked_by_id != user.pk:
        return None
    return _g("Vous avez déjà demandé ce retrait : une autre personne doit le confirmer.")


def _nowhere_to_go(page: ContributionPage, user: AnyUser) -> str | None:
    if forms.groups_to_move_to(user, page).exists():
        return None
    return _g("L'animation du groupe qui porte le texte décide de le donner à un autre.")


def _nobody_to_join(page: ContributionPage, user: AnyUser) -> str | None:
    if forms.groups_to_associate(user, page).exists():
        return None
    return _g("Aucun autre groupe ne peut être associé à ce texte par vous.")


def _nobody_to_part_from(page: ContributionPage, user: AnyUser) -> str | None:
    if forms.groups_to_part_from(user, page).exists():
        return None
    return _g("Aucun groupe n'est associé à ce texte.")


def _why_not_closed(page: ContributionPage) -> str:
    return why_shut(review_gates, page)


def _why_not_validated(page: ContributionPage) -> str:
    return why_shut(validation_gates, page)


def _nothing_frozen(page: ContributionPage, user: AnyUser) -> str | None:
    return None if page.record.versions.exists() else _g("Ce texte n'a pas encore de version.")


_TABLE = (
    Act(
        "proposer", Verb.PROPOSE, propose, forms.NoteForm,
        _("Proposer la soumission"),
        _("L'animation du groupe saura que le texte vous paraît prêt à être relu. Il reste ouvert à l'écriture."),
        _("La soumission est proposée à l'animation du groupe."),
        moot=_proposed_already, reads="draft",
    ),
    Act(
        "ouvrir-relecture", Verb.OPEN_REVIEW, open_review, forms.OpenReviewForm,
        _("Ouvrir la relecture"),
        _("Le texte est figé sous un nouveau numéro de version : le groupe et les centres sollicités le relisent, personne ne l'écrit plus."),
        _("La relecture est ouverte sur une version figée."),
        reads="draft",
    ),
    Act(
        "clore-relecture", Verb.CLOSE_REVIEW, close_review, forms.NoteForm,
        _("Clore la relecture et soumettre"),
        _("La version relue part à la validation du réseau, telle quelle."),
        _("La relecture est close : le texte est soumis à la validation du réseau."),
        held=_why_not_closed, on_step=True,
    ),
    Act(
        "rappeler", Verb.RECALL, recall, forms.NoteForm,
        _("Rappeler le texte"),
        _("La relecture ou la validation en cours s'arrête et le texte revient à l'écriture. Le soumettre de nouveau repasse par la relecture."),
        _("Le texte est rappelé : il est de nouveau ouvert à l'écriture."),
        on_step=True,
    ),
    Act(
        "rappeler-valide", Verb.RECALL_VALIDATED, recall_validated, forms.ReasonForm,
        _("Rappeler le texte validé"),
        _("La validation tombe, une publication programmée est annulée et le texte revient à l'écriture."),
        _("Le texte validé est rappelé : il est de nouveau ouvert à l'écriture."),
    ),
    Act(
        "valider", Verb.VALIDATE, validate, forms.NoteForm,
        _("Valider"),
        _("La version relue par le groupe devient la version validée : c'est elle, exactement, qui pourra être publiée."),
        _("Le texte est validé."),
        held=_why_not_validated, reads="version", on_step=True,
    ),
    Act(
        "renvoyer", Verb.RETURN, return_text, forms.RemarksForm,
        _("Renvoyer au groupe"),
        _("Le texte revient au groupe avec vos remarques et s'ouvre de nouveau à l'écriture."),
        _("Le texte est renvoyé au groupe avec vos remarques."),
        on_step=True,
    ),
    Act(
        "publier", Verb.PUBLISH, publish, forms.NoteForm,
        _("Publier"),
        _("La version validée devient publique tout de suite, telle quelle, et ses propositions reçoivent leur numéro."),
        _("Le texte est publié."),
    ),
    Act(
        "programmer", Verb.SCHEDULE, schedule, forms.ScheduleForm,
        _("Programmer la publication"),
        _("La version validée deviendra publique d'elle-même à la minute choisie."),
        _("La publication est programmée."),
    ),
    Act(
        "annuler-programmation", Verb.UNSCHEDULE, unschedule, forms.NoteForm,
        _("Annuler la programmation"),
        _("Rien ne sera publié à la date prévue ; le texte reste validé."),
        _("La programmation est annulée ; le texte reste validé."),
        moot=_not_scheduled,
    ),
    Act(
        "nouvelle-edition", Verb.OPEN_EDITION, open_edition, forms.NoteForm,
        _("Ouvrir une nouvelle édition"),
        _("Le texte s'ouvre de nouveau à l'écriture. Ce que lit le public ne change pas avant la prochaine publication."),
        _("Une nouvelle édition est ouverte à l'écriture."),
    ),
    Act(
        "remplacer", Verb.REPLACE, replace, forms.ReplaceForm,
        _("Déclarer remplacée"),
        _("Le texte reste lisible à son adresse, avec un bandeau qui mène à celui qui le remplace."),
        _("Le texte est déclaré remplacé."),
    ),
    Act(
        "retirer", Verb.WITHDRAW, withdraw, forms.WithdrawForm,
        _("Retirer la publication"),
        _("Un retrait se décide à deux, l'animation du groupe et la modération. Une fois confirmé, l'adresse reste et donne le motif à la place du texte."),
        _("Votre décision de retrait est enregistrée."),
        moot=_asked_by_oneself,
    ),
    Act(
        "deplacer", Verb.MOVE, ask_move, forms.MoveForm,
        _("Déplacer vers un autre groupe"),
        _("L'autre groupe portera le texte et le lira à la place du premier, avec ses fichiers. Son animation doit l'accepter ; d'ici là elle ne voit que le titre et votre mot. La coordination du réseau, et qui anime les deux groupes, le font aussitôt."),
        _("Le texte est déplacé."),
        moot=_nowhere_to_go, asked=_("La demande est faite : l'animation de l'autre groupe a quatorze jours pour répondre."), moves=True,
    ),
    Act(
        "associer", Verb.MOVE, partial(ask_move, kind=MoveKind.ASSOCIATE), forms.AssociateForm,
        _("Associer un autre groupe"),
        _("Les membres de l'autre groupe liront et écriront ce texte avec les vôtres, et le signeront. Son animation doit l'accepter ; d'ici là elle ne voit que le titre et votre mot."),
        _("Le groupe est associé au texte."),
        moot=_nobody_to_join, asked=_("La demande est faite : l'animation de l'autre groupe a quatorze jours pour répondre."),
    ),
    Act(
        "dissocier", Verb.MOVE, dissociate, forms.DissociateForm,
        _("Ne plus associer un groupe"),
        _("Les membres de ce groupe ne liront plus ce texte en cours. Les blocs qui leur étaient confiés n'auront plus personne."),
        _("Le groupe n'est plus associé au texte."),
        moot=_nobody_to_part_from,
    ),
    Act(
        "copier", Verb.COPY, copy_text, forms.CopyForm,
        _("Copier"),
        _("Un nouveau brouillon commence avec les mots de ce texte, qui ne change pas."),
        _("La copie est un nouveau brouillon : la voici."),
    ),
    Act(
        "corbeille", Verb.TRASH, trash, forms.NoteForm,
        _("Mettre à la corbeille"),
        _("Le brouillon est mis de côté. Rien n'est supprimé : il peut en sortir pendant trente jours."),
        _("Le brouillon est à la corbeille."),
    ),
    Act(
        "sortir-de-la-corbeille", Verb.BRING_BACK, bring_back, forms.NoteForm,
        _("Sortir de la corbeille"),
        _("Le brouillon revient dans son groupe, tel qu'il était."),
        _("Le brouillon est sorti de la corbeille."),
    ),
    Act(
        "nommer-version", Verb.EDIT, name_version, forms.NameVersionForm,
        _("Nommer une version"),
        _("Le brouillon est gardé tel qu'il est maintenant, sous un numéro et un nom, pour toujours. L'écriture continue."),
        _("La version est nommée et gardée."),
    ),
    Act(
        "reprendre-version", Verb.RESTORE, restore, forms.RestoreForm,
        _("Reprendre une version"),
        _("Les mots de cette version deviennent la suite du brouillon. Ce qui est écrit aujourd'hui reste dans l'historique."),
        _("La version est reprise : ses mots sont la suite du brouillon."),
        moot=_nothing_frozen,
    ),
)  # fmt: skip

ACTS: dict[str, Act] = {act.slug: act for act in _TABLE}


def possible_acts(page: ContributionPage, user: AnyUser, abilities: dict[Verb, bool]) -> list[Act]:
    """The acts to offer: allowed now, and not without effect."""
    return [act for act in ACTS.values() if abilities[act.verb] and not act.moot(page, user)]
