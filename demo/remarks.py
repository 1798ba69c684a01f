"""Acts of the story beside its texts: remarks, suggestions, links, reactions, examples."""

from __future__ import annotations

from collections.abc import Callable

from demo.act import Act
from demo.bodies import block_id
from demo.source import Item, moment, read
from discussion.actions.answer import answer
from discussion.actions.decide_reaction import hide_reaction
from discussion.actions.endorse import endorse
from discussion.actions.react import react
from discussion.actions.remark import remark
from discussion.actions.set_reactions import set_reactions
from discussion.actions.settle import settle
from discussion.actions.suggest import suggest
from discussion.enums import Outcome
from discussion.models import Remark
from examples.actions.send import send_example

_OUTCOMES = {
    "resolu": Outcome.RESOLVED,
    "refuse": Outcome.REFUSED,
    "desaccord_conserve": Outcome.DISAGREEMENT,
}


def _of_data(key: str) -> Item:
    """A remark of the data files by its `ref`."""
    found = read("10_versions_comments_moderation_followup")["commentaires"]
    return next(item for item in found if item["ref"] == key)


def _remark(act: Act) -> None:
    """On a block, or on words of it (`passage`); its words are the data's where it has them."""
    key = act.details["ref"]
    item = act.details if "mots" in act.details else _of_data(key) | act.details
    act.stage.remarks[key] = remark(
        act.stage.text(act.ref), by=act.by, words=item.get("mots") or item["texte"],
        block_id=block_id(act.ref, item["cible"]), quote=item.get("passage", ""), at=act.at,
    )  # fmt: skip


def _suggest(act: Act) -> None:
    act.stage.remarks[act.details["ref"]] = suggest(
        act.stage.text(act.ref), by=act.by, block_id=block_id(act.ref, act.details["cible"]),
        quote=act.details["passage"], replacement=act.details["alors"], words=act.note, at=act.at,
    )  # fmt: skip


def _answer(act: Act) -> None:
    answer(_meant(act), by=act.by, words=act.note, at=act.at)


def _endorse(act: Act) -> None:
    endorse(_meant(act), by=act.by)


def _settle(act: Act) -> None:
    outcome = _OUTCOMES[act.details["issue"]]
    settle(_meant(act), by=act.by, outcome=outcome, note=act.note, at=act.at)


def _meant(act: Act) -> Remark:
    return act.stage.remarks[act.details["remarque"]]


def _open_reactions(act: Act) -> None:
    set_reactions(act.stage.text(act.ref), by=act.by, is_open=True, at=act.at)


def _react(act: Act) -> None:
    """Under the account of who acts; what was decided of it follows."""
    reaction = react(act.stage.text(act.ref), by=act.by, words=act.note, at=act.at)
    if motive := act.details.get("masquee_pour"):
        by = act.stage.people[act.details["masquee_par"]]
        hide_reaction(reaction, by=by, reason=motive, at=moment(act.details["masquee_le"]))


def _send_example(act: Act) -> None:
    item = act.details
    send_example(
        act.stage.text(act.ref).record.lead_group, by=act.by, what=item["quoi"],
        place=item["ou"], shows=item["montre"], at=act.at,
    )  # fmt: skip


#: What the story may say of remarks, by the word of its acts.
REMARKING: dict[str, Callable[[Act], None]] = {
    "remarquer": _remark,
    "proposer d'autres mots": _suggest,
    "repondre": _answer,
    "approuver une remarque": _endorse,
    "clore une remarque": _settle,
    "ouvrir les reactions": _open_reactions,
    "reagir": _react,
    "envoyer un exemple": _send_example,
}
