"""What a correction of form may change of a whole text: field by field, address by address."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from cowriting.document.shape import PAGE, SHAPE
from errata.addresses import why_elsewhere
from errata.limits import ALLOWED, breaches
from errata.spelling import MOST_WORDS

# -- Two whole texts


def text(**more: Any) -> dict[str, Any]:
    rich = '<p data-block-key="a">Des soins <b>reportes</b>, <a href="https://example.org/a">ici</a>.</p>'
    return {
        "title": "Rapprocher la santé",
        "summary": "La crise a rendu visibles des inegalités.",
        "approach": "Trois réunions.",
        "addressees": "Le ministère",
        "body": [
            {"type": "finding", "id": "f", "value": {
                "title": "Des renoncement", "text": rich, "territory": "Lyon",
                "source_kind": "field", "source": "Enquete 2021"}},
            {"type": "proposal", "id": "p", "value": {
                "title": "Aller vers", "text": "<p>Des permanence.</p>", "horizon": "court",
                "audiences": ["Habitants"], "lead_actors": ["Agence régionale"],
                "associated_actors": ["Préfecture"], "lever": "Contrat", "condition": "Un budget",
                "means": "Un poste", "example": "À Lyon"}},
            {"type": "figure", "id": "c", "value": {
                "value": "12", "unit": "actes", "label": "comptés", "year": "2020",
                "source": "Le réseau", "exactness": "exact"}},
            {"type": "image", "id": "i", "value": {
                "image": 3, "alt_text": "", "decorative": False, "caption": "Un hall"}},
            {"type": "video", "id": "v", "value": {
                "title": "Replay", "address": "https://example.org/mort", "duration": "3 min",
                "transcript": ""}},
        ],
    } | more  # fmt: skip


def with_value(block: str, **put: Any) -> dict[str, Any]:
    made = copy.deepcopy(text())
    for each in made["body"]:
        if each["id"] == block:
            each["value"] |= put
    return made


def rich(words: str) -> dict[str, Any]:
    return with_value("f", text=words)


KEY = '<p data-block-key="a">'
LINK = '<a href="https://example.org/a">'


@pytest.mark.parametrize(
    "after",
    [
        text(summary="La crise a rendu visibles des inégalités."),
        with_value("f", title="Des renoncements", source="Enquête 2021"),
        rich(f"{KEY}Des soins <b>reportés</b>, {LINK}ici</a>.</p>"),
        rich(f'{KEY}Des soins <b>reportes</b>, <a href="https://example.org/b2">ici</a>.</p>'),
        with_value("p", text="<p>Des permanences.</p>", means="Un poste."),
        with_value("i", alt_text="Des personnes attendent dans un hall d'immeuble."),
        with_value("i", caption="Un hall."),
        with_value("v", address="https://www.example.org/mort/"),
        with_value("v", address="https://web.archive.org/web/20210304050607/https://example.org/mort"),
        with_value("f", title="Des renoncements"),
    ],
)  # fmt: skip
def test_what_a_correction_changes(after: dict[str, Any]) -> None:
    assert breaches(text(), after) == []


@pytest.mark.parametrize(
    "after",
    [
        text(title="Rapprocher la sante"),
        text(addressees="Le Ministère"),
        with_value("p", title="Aller Vers"),
        with_value("p", horizon="moyen"),
        with_value("p", audiences=["Habitant"]),
        with_value("p", lead_actors=["Agence regionale"]),
        with_value("p", associated_actors=[]),
        with_value("p", condition="Un budjet"),
        with_value("f", source_kind="figure"),
        with_value("f", source="Enquete 2022"),
        with_value("f", title=""),
        with_value("c", value="13"),
        with_value("c", unit="acte"),
        with_value("c", year="2021"),
        with_value("i", image=4),
        with_value("i", decorative=True),
        with_value("i", alt_text="Il y a 3 personnes."),
        with_value("v", address="http://example.org/x"),
        with_value("v", address="pas une adresse"),
        with_value("v", address="https://example.org/vivant"),
        with_value("v", address="https://video.example/mort"),
        with_value("f", title="Des renonçants"),
        with_value("f", source="Enquete 2021, www.insee.fr"),
        rich(f'{KEY}Des soins <b>reportes</b>, <a href="https://elsewhere.example/a">ici</a>.</p>'),
        rich(f'{KEY}Des soins <b>reportes</b>, <a href="https://example.org/b">Ici</a>.</p>'),
        with_value("v", duration="4 min"),
        with_value("f", unknown="x"),
        rich(f"{KEY}Des soins reportes, {LINK}ici</a>.</p>"),
        rich(f"{KEY}Des soins <b>reportes</b>, ici.</p>"),
        rich(f'{KEY}Des soins <b>reportes</b>, <a linktype="page" id="3">ici</a>.</p>'),
        rich(f"{KEY}Des soins <b>reportes</b>, {LINK}là-bas</a>.</p>"),
        rich(f"{KEY}Des soins</p><p><b>reportes</b>, {LINK}ici</a>.</p>"),
        rich("<ul><li>Des soins</li></ul>"),
        text(body=text()["body"][1:]),
        text(body=text()["body"][::-1]),
        text(body=[*text()["body"], {"type": "text", "id": "n", "value": {"text": "<p>x</p>"}}]),
        text(licence="reserved"),
    ],
)  # fmt: skip
def test_what_a_correction_never_changes(after: dict[str, Any]) -> None:
    assert breaches(text(), after)


def test_a_few_words_of_a_field_and_no_more() -> None:
    before = " ".join(f"renoncement{letter}" for letter in "abcdefghijklmnop")
    few, many = before.split(), before.split()
    for place in range(MOST_WORDS):
        few[place] += "s"
    for place in range(MOST_WORDS + 1):
        many[place] += "s"
    assert breaches(text(summary=before), text(summary=" ".join(few))) == []
    assert breaches(text(summary=before), text(summary=" ".join(many)))


SAME_PLACE = [
    ("http://example.org/a", "https://example.org/a"),
    ("https://example.org/a", "https://example.org/a/"),
    ("https://example.org/a", "https://www.example.org/a"),
    ("http://example.org/a?b=1", "https://web.archive.org/web/2021/http://example.org/a?b=1"),
    ("https://web.archive.org/web/2021/https://example.org/a", "https://example.org/a"),
]  # fmt: skip
ELSEWHERE = [
    ("https://example.org/a", "http://example.org/a"),
    ("https://example.org/a", "https://example.org.attaquant.example/a"),
    ("https://example.org/a", "https://example.org@attaquant.example/a"),
    ("https://example.org/a", "https://web.archive.org/web/2021/https://autre.example/a"),
    ("https://web.archive.org/web/2021/https://example.org/a", "https://web.archive.org/web/2021/https://autre.example/a"),
    ("https://example.org/a", "mailto:contact@example.org"),
    ("https://example.org/a", ""),
]  # fmt: skip


def test_a_dead_link_is_the_same_page_elsewhere_kept_and_no_other_page() -> None:
    for old, new in SAME_PLACE:
        assert not why_elsewhere(old, new) and not why_elsewhere(old, new, same_site=True)
    for old, new in ELSEWHERE:
        assert why_elsewhere(old, new) and why_elsewhere(old, new, same_site=True), new
    # Another page of one site: a link in a sentence alone, which two persons look at.
    pages = ("https://example.org/a", "https://example.org/b")
    assert why_elsewhere(*pages) and not why_elsewhere(*pages, same_site=True)


def test_the_address_of_a_source_stays() -> None:
    """An official source that leads elsewhere is another source."""
    before = "Insee, insee.fr/zus 2021"
    old = with_value("f", source=before)

    def told(after: str) -> list[Any]:
        return breaches(old, with_value("f", source=after))

    assert told(before.replace("insee.fr/zus", "insee.fr/zup"))
    assert told(before.replace("insee.fr", "ined.fr"))
    assert told(before.replace("Insee", "Ined"))


def test_the_table_names_fields_that_exist() -> None:
    shapes = {**SHAPE, "texte": PAGE}
    assert ALLOWED.keys() == shapes.keys()
    assert all(name in shapes[kind] for kind, names in ALLOWED.items() for name in names)
