"""What happened to the texts: one timeline of acts, each an action that anyone uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from contributions.actions.assign import assign
from contributions.actions.close_review import close_review
from contributions.actions.create import create_contribution
from contributions.actions.grant_reading import grant_reading
from contributions.actions.open_review import open_review
from contributions.actions.propose import propose
from contributions.actions.publish import publish, schedule
from contributions.actions.replace import replace
from contributions.actions.return_text import return_text
from contributions.actions.validate import validate
from contributions.actions.versions import name_version
from contributions.actions.withdraw import withdraw
from contributions.actions.write import write
from contributions.models import ContributionRecord
from contributions.outline import outline_of
from demo.act import Act
from demo.bodies import Block, body
from demo.files import health_blocks
from demo.follow_up import FOLLOWING_UP
from demo.remarks import REMARKING
from demo.rounds import CONSENTING
from demo.source import Item, contributions, moment, read
from demo.stage import Stage
from groups.models import Theme
from kit.demonstration import marked

#: The act that starts a text which no call asked for.
BEGIN = "commencer"


def tell(stage: Stage) -> None:
    """Play every act on the texts that this load makes, in the order of their dates.

    A text that stands is left to the visitors of the demonstration.
    """
    lives = {**read("story")["vies"], **read("current_call")["vies"]}
    told = set(ContributionRecord.objects.exclude(ref="").values_list("ref", flat=True))
    acts = [
        act
        for ref, lines in lives.items()
        if ref in stage.new_texts or (ref not in told and _begins(lines))
        for act in _acts(stage, ref, lines)
    ]
    for act in sorted(acts, key=lambda act: act.at):
        _DOERS[act.name](act)


def _begins(lines: list[Item]) -> bool:
    return bool(lines) and lines[0]["acte"] == BEGIN


def _acts(stage: Stage, ref: str, lines: list[Item]) -> Iterator[Act]:
    for line in lines:
        details = {key: value for key, value in line.items() if key not in ("le", "par", "acte")}
        yield Act(ref, line["acte"], stage.people[line["par"]], moment(line["le"]), stage, details)


def _create(act: Act) -> None:
    text = contributions()[act.ref]
    create_contribution(
        act.stage.groups[text["groupe"]], marked(text["titre"]), by=act.by, at=act.at,
        ref=act.ref, is_demonstration=True,
    )  # fmt: skip


def _write(act: Act) -> None:
    """Write what stands at that moment: `parties` of the body, or everything."""
    text = contributions()[act.ref]
    parts: list[str] | None = act.details.get("parties")
    group = read("05_groups")["groupes"]
    slugs = next(item["themes"] for item in group if item["ref"] == text["groupe"])
    words: dict[str, Any] = {
        "summary": text["chapo"].strip(),
        "body": body(text, parts, act.details.get("alors"), _files(act)),
        "addressees": "\n".join(text.get("destinataires", [])),
        "themes": list(Theme.objects.filter(slug__in=slugs)),
    }
    if parts is None or "methode" in parts:
        words["approach"] = text["methode"].strip()
    write(act.stage.text(act.ref), by=act.by, at=act.at, **words)


def _files(act: Act) -> dict[str, list[Block]]:
    """The group's image and file behind the proposal that the act names, made once."""
    where = act.details.get("fichiers_apres")
    if where is None:
        return {}
    group = act.stage.groups[contributions()[act.ref]["groupe"]]
    return {where: health_blocks(group, act.by)}


def _schedule(act: Act) -> None:
    minute = moment(act.details["pour_le"])
    schedule(act.stage.text(act.ref), by=act.by, minute=minute, at=act.at)


def _replace(act: Act) -> None:
    successor = act.stage.text(act.details["remplacee_par"])
    replace(act.stage.text(act.ref), by=act.by, successor=successor, note=act.note, at=act.at)


def _open_reading(act: Act) -> None:
    grant_reading(
        act.stage.text(act.ref), by=act.by, until=moment(act.details["jusqu_au"]),
        person=act.stage.people[act.details["a"]], at=act.at,
    )  # fmt: skip


def _assign(act: Act) -> None:
    text = act.stage.text(act.ref)
    block = next(each for each in outline_of(text) if each.name == act.details["bloc"])
    assign(
        text, by=act.by, block_id=block.key, person=act.stage.people[act.details["a"]],
        due=moment(act.details["pour_le"]), at=act.at,
    )  # fmt: skip


def _name(act: Act) -> None:
    name_version(act.stage.text(act.ref), by=act.by, label=act.details["nom"], at=act.at)


def _with_words(action: Callable[..., Any]) -> Callable[[Act], None]:
    """An action that takes nothing but the words that go with it."""

    def do(act: Act) -> None:
        action(act.stage.text(act.ref), by=act.by, note=act.note, at=act.at)

    return do


_DOERS: dict[str, Callable[[Act], None]] = {
    BEGIN: _create,
    "ecrire": _write,
    "confier": _assign,
    "nommer": _name,
    "ouvrir la lecture": _open_reading,
    "proposer": _with_words(propose),
    "ouvrir la relecture": _with_words(open_review),
    "soumettre": _with_words(close_review),
    "renvoyer": _with_words(return_text),
    "valider": _with_words(validate),
    "programmer": _schedule,
    "publier": _with_words(publish),
    "remplacer": _replace,
    "retirer": _with_words(withdraw),
    **REMARKING,
    **FOLLOWING_UP,
    **CONSENTING,
}
