"""The words of the one text that is looked at beside the demonstration: every kind of block."""

from __future__ import annotations

from typing import Any

from demo.bodies import Block, block_id

REF = "look-bibliotheques"
TITLE = "Garder les bibliothèques ouvertes le soir (démonstration)"
SUMMARY = (
    "Entre la sortie des classes et le dîner, un lieu chauffé, calme et gratuit change une "
    "soirée. Le groupe propose d'allonger les heures plutôt que d'ouvrir d'autres lieux."
)
APPROACH = "Deux visites du soir, une réunion à distance (processus fictif)."
ADDRESSEES = "Communes\nIntercommunalités"

_TABLE = {
    "columns": [{"type": "text", "heading": "Ville"}, {"type": "text", "heading": "Heures le soir"}],
    "rows": [{"values": ["Ville A (fictive)", "3"]}, {"values": ["Ville B (fictive)", "7,5"]}],
    "caption": "",
}  # fmt: skip


def blocks(media: list[Block], *, edition: int) -> list[Block]:
    """The body of an edition, with an image and a file: the second one gives up its last
    proposal."""
    proposals = [_ALL_DAY, _NIGHT_BUS][: 3 - edition]
    return [_block(part, kind, value) for part, kind, value in _BEGINNING] + media + [
        _block(part, kind, value) for part, kind, value in [*proposals, *_END]
    ]  # fmt: skip


def _block(part: str, kind: str, value: dict[str, Any]) -> Block:
    return {"type": kind, "value": value, "id": block_id(REF, part)}


_BEGINNING: list[tuple[str, str, dict[str, Any]]] = [
    ("h1", "heading", {"level": "h2", "text": "Ce que nous constatons"}),
    (
        "t1",
        "text",
        {
            "text": "<p>Les équipes ont ouvert <b>deux soirs</b> à l'essai, dans "
            "<i>trois</i> quartiers (expérience fictive) :</p><ul><li>un soir de semaine,</li>"
            "<li>un samedi.</li></ul>"
            '<p>Voir <a href="https://example.org/horaires">les horaires de la ville A</a>.</p>'
        },
    ),
    (
        "c1",
        "finding",
        {
            "title": "Une place assise, d'abord",
            "text": "<p>Les adolescentes viennent pour travailler au calme, et restent.</p>",
            "territory": "Ville A (fictive)",
            "source_kind": "field",
            "source": "carnet de bord des équipes, 2021",
        },
    ),
    (
        "f1",
        "figure",
        {
            "value": "3123", "unit": "heures", "label": "d'ouverture en plus chaque année",
            "year": "2021", "source": "chiffre fictif",
        },
    ),
    ("q1", "quote", {"quote": "Ici, personne ne demande ce que je fais.", "attribution": "une lectrice"}),
    ("h2", "heading", {"level": "h2", "text": "Ce que nous proposons"}),
]  # fmt: skip

_ALL_DAY: tuple[str, str, dict[str, Any]] = (
    "p1",
    "proposal",
    {
        "title": "Ouvrir jusqu'à vingt et une heures, trois soirs par semaine",
        "text": "<p>Choisir les soirs avec les personnes qui viennent, et s'y tenir un an.</p>",
        "horizon": "court",
        "audiences": ["Jeunes", "Familles"],
        "lead_actors": ["Commune"],
        "associated_actors": ["Associations d'éducation populaire"],
        "lever": "Contrat territoire-lecture",
        "condition": "un accueil à deux, toujours",
        "means": "un poste et demi par lieu",
        "example": "Ville B (fictive) ouvre le mardi et le jeudi depuis 2019.",
    },
)
_NIGHT_BUS: tuple[str, str, dict[str, Any]] = (
    "p2",
    "proposal",
    {
        "title": "Prolonger la dernière navette",
        "text": "<p>Faire passer la dernière navette après la fermeture.</p>",
        "horizon": "moyen",
        "lead_actors": ["Intercommunalité"],
    },
)
_END: list[tuple[str, str, dict[str, Any]]] = [
    (
        "a1",
        "attention",
        {"title": "La fatigue des équipes", "text": "<p>Deux soirs de repos de suite, garantis.</p>"},
    ),
    ("s1", "table", {"caption": "Heures d'ouverture le soir, par ville", "table": _TABLE}),
    (
        "v1",
        "video",
        {
            "title": "Une soirée à la bibliothèque", "address": "https://videos.example.org/v/1",
            "duration": "12 min", "transcript": "On entend des pages, puis une voix qui lit.",
        },
    ),
]  # fmt: skip
