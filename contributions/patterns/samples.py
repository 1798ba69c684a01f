"""A text that nobody wrote: what the patterns of texts and proposals show."""

from __future__ import annotations

from typing import Any

from groups.patterns import HEALTH, SCHOOL
from kit.samples import Thing, on, page

from ..blocks import ContributionBody
from ..enums import PublicState, WorkState
from ..lifecycle import State
from ..public import Part, Reading

TITLE = "Prendre soin de la santé mentale, quartier par quartier"
SUMMARY = "Des habitant·e·s, des soignants et des centres disent ce qui manque, et ce qui existe."
CALL = Thing(pk=3, title="Saisine d'été", is_demonstration=True, publication_due=on("2026-09-15"))
VERSION = Thing(
    pk=1, number=2, title="Version 2", published_at=on("2026-05-01"), created_at=on("2026-04-20"),
    get_kind_display="soumise au réseau",
)  # fmt: skip
FORMER = Thing(
    pk=2, number=1, title="Version 1", published_at=on("2025-11-03"), created_at=on("2025-10-12"),
    get_kind_display="première édition",
)  # fmt: skip


def record(**facts: Any) -> Thing:
    """The record of the sample text, published unless `facts` say otherwise."""
    known = {
        "pk": 12, "title": TITLE, "lead_group": HEALTH, "lead_group_id": 11, "call": CALL,
        "associated_groups": Thing(all=[SCHOOL]), "published_at": on("2026-05-01"),
        "current_version": VERSION, "current_version_id": 1, "is_demonstration": False,
        "replaced_by": None, "embargo_until": None,
    }  # fmt: skip
    return Thing(**{**known, **facts})


RECORD = record()
PAGE = page(
    TITLE, pk=20, record=RECORD, summary=SUMMARY, addressee_list=["Agence nationale", "Régions"],
    approach="Trois réunions, un questionnaire (exemple).",
    get_licence_display="Licence Ouverte 2.0",
)  # fmt: skip
_WORDS = "<p>Le délai décourage, puis l'urgence coûte. Ce qui marche tient à une personne.</p>"
_BODY: list[dict[str, Any]] = [
    {"type": "heading", "value": {"level": "h2", "text": "Ce que nous constatons"}},
    {
        "type": "finding",
        "value": {
            "title": "Quatre mois avant un premier rendez-vous", "text": _WORDS,
            "territory": "Deux agglomérations", "source_kind": "field", "source": "Exemple, 2026",
        },
    },
    {
        "type": "figure",
        "value": {
            "value": "14,8", "unit": "%", "label": "des personnes rencontrées ne consultent plus",
            "year": "2021", "source": "Enquête d'exemple", "exactness": "environ",
        },
    },
    {"type": "quote", "value": {"quote": "On nous écoute, puis plus rien.", "attribution": "Une habitante (fictive)"}},
    {"type": "heading", "value": {"level": "h2", "text": "Ce que nous proposons"}},
    {
        "type": "proposal",
        "value": {
            "title": "Une permanence sans rendez-vous dans chaque quartier", "text": _WORDS,
            "horizon": "court", "audiences": ["jeunes", "familles"], "lead_actors": ["Ville"],
            "associated_actors": ["Centres"], "lever": "Contrat local de santé",
            "condition": "un local ouvert le soir", "means": "", "example": "À l'essai (fictif).",
        },
    },
    {"type": "attention", "value": {"title": "Ne pas trier les publics", "text": _WORDS}},
]  # fmt: skip
_PLACES = ("1" * 32, "2" * 32, "3" * 32, "4" * 32, "5" * 32, "6" * 32, "7" * 32)
PROPOSAL = Thing(rank=1, number=41, title="Une permanence sans rendez-vous", removed_at=None)


def reading() -> Reading:
    """Every kind of block that needs no file."""
    raw = [{**block, "id": place} for block, place in zip(_BODY, _PLACES, strict=True)]
    blocks = list(ContributionBody().to_python(raw))
    levels = [2 if block.block_type == "heading" else 3 for block in blocks]
    rows = [PROPOSAL if block.block_type == "proposal" else None for block in blocks]
    return Reading([Part(*part) for part in zip(blocks, levels, rows, strict=True)], minutes=4)


def text(**facts: Any) -> dict[str, Any]:
    """What the templates of a text are given."""
    known = {
        "page": PAGE, "record": RECORD, "groups": [HEALTH, SCHOOL], "theme_names": ["Santé"],
        "reading": reading(), "language": "fr", "published_versions": [VERSION, FORMER],
    }  # fmt: skip
    return {**known, **facts}


def state(work: WorkState, public: PublicState = PublicState.NONE) -> State:
    return State(work, public)
