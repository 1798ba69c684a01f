"""The components of the home page, of one's space and of a group's, in their states."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from contributions.enums import WorkState
from contributions.patterns.samples import CALL, PAGE, TITLE, record, state
from groups.enums import Step
from groups.patterns import HEALTH, SCHOOL
from kit.samples import Thing, in_days, page
from kit.showcase import Chapter, States, showcase

from .moves import Activity, GroupNews, Move
from .tasks import Task

REVIEW = Task(
    "Relire et répondre", TITLE, "Santé", "#", "paon", in_days(3), action="Lire la version 2"
)
LATE = Task(
    "Compléter le texte", "Un droit au numérique", "Numérique", "#", "outremer", in_days(-2),
    note="Il lui manque un résumé.", overdue=True, action="Écrire",
)  # fmt: skip
MOVE = Move(in_days(-1), "Texte proposé à la relecture", TITLE, 12, "Camille Exemple")


@showcase.pattern("home/components/lead.html", title=_("À la une"), chapter=Chapter.LISTS)
def _lead() -> States:
    second = page("Un droit au numérique", record=record(lead_group=SCHOOL))
    return {_("deux textes"): {"latest_texts": [PAGE, second]}, _("aucun"): {"latest_texts": []}}


@showcase.pattern("home/components/agenda.html", title=_("En ce moment"), chapter=Chapter.LISTS)
def _agenda() -> States:
    call = Thing(**vars(CALL), question="Que faut-il pour traverser les étés à venir ?")
    return {_("une saisine"): {"calls": [call]}, _("rien"): {"calls": []}}


@showcase.pattern("home/components/tasks.html", title=_("Ce qui est attendu"), chapter=Chapter.WORK)
def _tasks() -> States:
    return {"": {"tasks": [LATE, REVIEW]}}


@showcase.pattern(
    "home/components/nothing_expected.html", title=_("Rien n'est attendu"), chapter=Chapter.WORK
)
def _nothing() -> States:
    who, nobody = Thing(moderates=True), Thing(moderates=False)
    return {
        _("dans un groupe"): {"desk": Thing(who=nobody, groups=[1])},
        _("dans aucun groupe"): {"desk": Thing(who=nobody, groups=[])},
        _("modération"): {"desk": Thing(who=who, groups=[])},
        _("coordination"): {"desk": Thing(who=nobody, groups=[], leads_network=True)},
        _("direction"): {"desk": Thing(who=nobody, groups=[], answers_for_centre=True)},
        _("partenaire"): {"desk": Thing(who=nobody, groups=[], is_partner=True)},
    }


@showcase.pattern("home/components/my_groups.html", title=_("Mes groupes"), chapter=Chapter.WORK)
def _my_groups() -> States:
    return {"": {"groups": [GroupNews(HEALTH, 2, MOVE), GroupNews(SCHOOL, 0, None)]}}


@showcase.pattern("home/components/moves.html", title=_("Ce qui a bougé"), chapter=Chapter.WORK)
def _moves() -> States:
    before = Move(in_days(-4), "Version 1 figée", TITLE, 12)
    return {"": {"moves": [MOVE, before]}}


@showcase.pattern(
    "home/components/activity.html", title=_("Depuis la dernière visite"), chapter=Chapter.WORK
)
def _activity() -> States:
    before = Move(in_days(-4), "Version 1 figée", TITLE, 12)
    since = in_days(-2)
    return {
        _("du nouveau"): {"activity": Activity(since, [MOVE], [before])},
        _("rien de nouveau"): {"activity": Activity(since, [], [before])},
        _("première visite"): {"activity": Activity(None, [], [MOVE, before])},
    }


@showcase.pattern("home/components/blocks.html", title=_("Blocs à écrire"), chapter=Chapter.WORK)
def _blocks() -> States:
    record = Thing(pk=12, page=PAGE)
    camille = Thing(public_name="Camille Exemple")
    held = Thing(record=record, person=camille, title="Des soins reportés", due=in_days(5))
    late = Thing(record=record, person=camille, title="Aller vers", due=in_days(-1))
    return {"": {"blocks": [late, held]}}


@showcase.pattern(
    "home/components/meetings.html", title=_("Réunions à venir"), chapter=Chapter.WORK
)
def _meetings() -> States:
    line = Thing(
        title="Choisir les propositions", url="#", group="Santé", hue="paon", starts_at=in_days(4)
    )
    return {
        _("dans un groupe"): {"meetings": [line]},
        _("dans mon espace"): {"meetings": [line], "with_group": True},
    }


@showcase.pattern(
    "home/components/readings.html", title=_("Textes ouverts à la lecture"), chapter=Chapter.WORK
)
def _readings() -> States:
    reader = Thing(public_name="Morgan Essai")
    grant = Thing(record=Thing(pk=12, page=PAGE), person=reader, until=in_days(9))
    return {"": {"readings": [grant]}}


@showcase.pattern(
    "home/components/texts_at_work.html", title=_("Textes au travail"), chapter=Chapter.WORK
)
def _texts_at_work() -> States:
    waits = Thing(what="clore la relecture", who="l'animation du groupe", due=in_days(5))
    line = Thing(page=PAGE, state=state(WorkState.REVIEW), next_step=waits, tasks=[REVIEW])
    return {"": {"texts": [line], "group": HEALTH}}


@showcase.pattern(
    "home/components/calendar.html", title=_("Calendrier d'une saisine"), chapter=Chapter.WORK
)
def _calendar() -> States:
    dates = [(step, in_days(day)) for step, day in zip(Step, (-20, 3, 18, 30), strict=True)]
    return {"": {"calendar": Thing(call=CALL, dates=dates)}}


@showcase.pattern(
    "home/components/people.html", title=_("Les personnes d'un groupe"), chapter=Chapter.WORK
)
def _people() -> States:
    leads = Thing(person=Thing(public_name="Dominique Modèle"), role="coordinator")
    writes = Thing(person=Thing(public_name="Camille Exemple"), role="member")
    centre = Thing(centre=Thing(name="Centre du Nord"), people=[leads, writes])
    outside = Thing(centre=None, people=[writes])
    return {_("deux centres"): {"centres": [centre, outside]}, _("personne"): {"centres": []}}


@showcase.pattern(
    "home/components/inherited.html", title=_("Suivi repris d'un groupe"), chapter=Chapter.WORK
)
def _inherited() -> States:
    standing = page("Un droit au numérique", record=record(lead_group=SCHOOL, replaced_by_id=None))
    replaced = page(TITLE, record=record(lead_group=SCHOOL, replaced_by_id=13))
    proposal = Thing(title="Aller vers", number=41, get_absolute_url="#")
    texts = [
        Thing(page=standing, proposals=[proposal, proposal]), Thing(page=replaced, proposals=[]),
    ]  # fmt: skip
    lines = [Thing(group=SCHOOL, texts=texts)]
    return {
        _("dans mon espace"): {"inherited": lines},
        _("dans l'espace du groupe"): {"inherited": lines, "in_group": True},
    }
