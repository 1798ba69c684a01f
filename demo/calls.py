"""The two calls: the one of the story in 2020, and one whose dates start from today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from contributions.actions.open_call import AskedOf, open_call
from demo.source import Item, contributions, end_of_day, moment, read
from demo.stage import Stage
from demo.working_groups import OPENED
from groups.models import Call
from kit.demonstration import marked

RECOVERY = "saisine-relance"
RECOVERY_TEXTS = (
    "contrib-animation",
    "contrib-sante",
    "contrib-cadre-de-vie",
    "contrib-emploi",
    "contrib-participation",
    "contrib-education",
)
#: Every group published at this minute of the one real date.
RECOVERY_PUBLISHED = moment("2020-05-25T10:00")


def load_calls(stage: Stage) -> None:
    _recovery(stage)
    _current(stage)


def _recovery(stage: Stage) -> None:
    calendar = read("10_versions_comments_moderation_followup")["calendrier_saisine"]
    ends = {step["nom"]: end_of_day(step["au"]) for step in calendar["etapes"]}
    _open(
        stage, RECOVERY, calendar["titre"], RECOVERY_TEXTS, at=OPENED,
        question="Que demandent les quartiers au plan de relance ? (question fictive)",
        asked_by="Partenaire national (fictif)",
        due={
            "writing_due": ends["Écriture en groupe"],
            "review_due": ends["Relecture croisée"],
            "validation_due": ends["Validation du réseau"],
            "publication_due": RECOVERY_PUBLISHED,
        },
    )  # fmt: skip


def _current(stage: Stage) -> None:
    item = read("current_call")["saisine"]
    _open(
        stage, item["ref"], item["titre"], [text["ref"] for text in read("current_call")["textes"]],
        at=moment(item["ouverte"]), question=item["question"], asked_by=item["demandee_par"],
        due={name: moment(spec) for name, spec in item["echeances"].items()}, is_announced=True,
    )  # fmt: skip


def _open(
    stage: Stage,
    ref: str,
    title: str,
    texts: tuple[str, ...] | list[str],
    *,
    at: datetime,
    question: str,
    asked_by: str,
    due: Mapping[str, datetime],
    is_announced: bool = False,
) -> None:
    """Open the call with one text a group, unless it was opened by an earlier load."""
    if Call.objects.filter(ref=ref).exists():
        return
    asked = [_asked(stage, contributions()[text]) for text in texts]
    open_call(
        marked(title), asked, by=stage.network, question=question, asked_by=asked_by,
        ref=ref, is_demonstration=True, at=at, is_announced=is_announced, **due,
    )  # fmt: skip
    stage.new_texts.update(texts)


def _asked(stage: Stage, text: Item) -> AskedOf:
    return AskedOf(stage.groups[text["groupe"]], marked(text["titre"]), ref=text["ref"])
