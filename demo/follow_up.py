"""Acts of the story after a text is decided: it is transmitted, received, answered."""

from __future__ import annotations

from collections.abc import Callable

from demo.act import Act
from demo.bodies import block_id
from demo.source import Item, read
from proposals.actions.acknowledge import acknowledge
from proposals.actions.record_reply import Said, answer_transmission
from proposals.actions.transmit import Addressee, transmit
from proposals.models import ReplyState, Transmission

_STATES = {
    "à l'étude": ReplyState.UNDER_STUDY,
    "reprise": ReplyState.TAKEN_UP,
    "reprise en partie": ReplyState.PARTLY,
    "non retenue": ReplyState.NOT_RETAINED,
    "existe déjà": ReplyState.EXISTS,
    "réorientée": ReplyState.REDIRECTED,
}


def _of_data(table: str, **wanted: str) -> list[Item]:
    """The lines of a table of the data files that say this."""
    rows = read("10_versions_comments_moderation_followup")[table]
    return [row for row in rows if all(row[key] == value for key, value in wanted.items())]


def _transmit(act: Act) -> None:
    """The version that the public reads, to the account that the data name."""
    [item] = _of_data("transmissions", ref=act.details["ref"])
    record = act.stage.text(act.ref).record
    version = record.validated_version or record.current_version
    assert version is not None
    version.record = record
    to = Addressee(act.details["organisation"], account=act.stage.people[item["destinataire"]])
    public = act.details.get("publique", False)
    transmit(version, to=to, by=act.by, message=act.note, is_public=public, at=act.at)


def _acknowledge(act: Act) -> None:
    acknowledge(_received(act), by=act.by, at=act.at)


def _answer(act: Act) -> None:
    """What the data say of the proposals `propositions`, or `etat` and `mots` of the act."""
    wanted = act.details["propositions"]
    rows = _of_data("suites", transmission=act.details["transmission"])
    item = next(row for row in rows if row["proposition"] == wanted[0])
    said = Said(
        state=_STATES[act.details.get("etat") or item["etat"]],
        blocks=[block_id(act.ref, key) for key in wanted],
        dated=act.at.date(),
        words=act.note or item["commentaire"],
    )
    agreed = act.details.get("publique", False)
    answer_transmission(_received(act), said, by=act.by, agreed=agreed, at=act.at)


def _received(act: Act) -> Transmission:
    """The latest that this text's addressee received."""
    rows = Transmission.objects.with_all().filter(version__record__ref=act.ref, addressee=act.by)
    return rows.latest("sent_at")


#: What the story may say of transmissions, by the word of its acts.
FOLLOWING_UP: dict[str, Callable[[Act], None]] = {
    "transmettre": _transmit,
    "accuser reception": _acknowledge,
    "repondre aux propositions": _answer,
}
