"""Words are hidden however they are written, and found again; nothing else is touched."""

from __future__ import annotations

import json
import re
from random import Random

import pytest
from django.utils.html import strip_tags

from contributions.fitting import begun, fitted
from contributions.masks.contents import covered_content, passages_of
from contributions.masks.words import Cover, count, covered, folded, says_in_its_address

MARK = "[passage masqué 7]"
NAME = Cover(MARK, words="Zélie d'Arc")
LIFTED = Cover(MARK, words="Zélie d'Arc", lifts=True)

HIDDEN = [
    ("Zélie d'Arc habite ici.", f"{MARK} habite ici."),
    ("(ZÉLIE D’ARC)", f"({MARK})"),
    ("Zélie\u00a0d’Arc, puis Zélie\n d'Arc", f"{MARK}, puis {MARK}"),
    ("Ze\u0301lie d'Arc", MARK),
    ("Zé\u00adlie d'\u200bArc", MARK),
    ("<p>Zélie d'Arc</p>", f"<p>{MARK}</p>"),
    ("<p>Zélie <b>d'Arc</b>.</p>", f"<p>{MARK}<b></b>.</p>"),
    ("<p><b>Z</b><i>élie d'Ar</i>c !</p>", f"<p><b>{MARK}</b><i></i> !</p>"),
    ("<p>Z&eacute;lie&nbsp;d&#x27;Arc &amp; fils</p>", f"<p>{MARK} &amp; fils</p>"),
    ("<ul><li>Zélie</li><li>d'Arc</li></ul>", f"<ul><li>{MARK}</li><li></li></ul>"),
    ("<p>Zélie<br/>d'Arc</p>", f"<p>{MARK}<br/></p>"),
    ("Écrire à <Zélie d'Arc>", f"Écrire à <{MARK}>"),
    ("Chez Zélie&nbsp;d&#39;Arc & fils", f"Chez {MARK} & fils"),
    ("Zélie d'Arc &nbsp; <Zélie d'Arc>", f"{MARK} &nbsp; <{MARK}>"),
    ("<p>Zélie<sup>1</sup> d'Arc</p>", f"<p>{MARK}<sup>1</sup></p>"),
    (
        "<p>Zélie<footnote id='a'>[1]</footnote> d'Arc</p>",
        f"<p>{MARK}<footnote id='a'>[1]</footnote></p>",
    ),
    ("<p>Zélie d'A<sup>rc</sup> !</p>", f"<p>{MARK}<sup></sup> !</p>"),
]


@pytest.mark.parametrize(("text", "wanted"), HIDDEN)
def test_a_passage_is_hidden_however_it_is_written(text: str, wanted: str) -> None:
    # What opens closes: the same tags stand in the same order.
    tags = re.compile(r"</?[a-z][^<>]*>")
    found = covered(text, [NAME])
    assert strip_tags(found) == strip_tags(wanted)
    assert tags.findall(found) == tags.findall(text)
    assert count(found, NAME.words) == 0


@pytest.mark.parametrize(
    "text",
    [
        "Zélie d'Arcueil", "Rozélie d'Arc", "Zelie d'Arc", "Zélie", "",
        "<p>Zélie d'Arcueil</p>", "Zélie d'Arç",
    ],
)  # fmt: skip
def test_other_words_stay_as_they_are(text: str) -> None:
    assert covered(text, [NAME]) == text


def test_a_short_name_is_not_found_inside_words() -> None:
    assert covered("Ali, qualité, Alice et ali", [Cover("[x]", words="Ali")]) == (
        "[x], qualité, Alice et [x]"
    )


@pytest.mark.parametrize(
    ("stored", "copied"),
    [
        ("Dupont: 12 ans", "Dupont\u00a0: 12 ans"),
        ("dit «Dupont» hier", "«\u00a0Dupont\u00a0»"),
        ("On a 10\u202f000 euros", "10 000 euros"),
    ],
)
def test_what_is_copied_from_a_page_is_found_under_its_typography(stored: str, copied: str) -> None:
    assert count(stored, copied) == 1


def test_an_address_in_a_link_hides_the_name_too() -> None:
    html = '<p><a href="https://a.fr/Z%C3%A9lie%20d\'Arc?b=1&amp;c=2">elle</a></p>'
    shown = covered(html, [NAME])
    assert "lie" not in shown.replace("elle", "")
    assert shown.endswith('?b=1&amp;c=2">elle</a></p>')
    other = '<p><a href="https://a.fr/?x=1&amp;y=2">Zélie d\'Arc</a></p>'
    assert '<a href="https://a.fr/?x=1&amp;y=2">' in covered(other, [NAME])


@pytest.mark.parametrize(
    ("address", "goes"),
    [
        ("mailto:jean.dupont@x.fr", True), ("https://x.fr/jean-dupont", True),
        ("https://x.fr/Jean_Dupont/?a=1&amp;b=2", True), ("https://x.fr/?q=jean+dupont", True),
        ("https://jean-dupont.fr", True), ("https://x.fr/le-cas-de-jean%2Ddupont", True),
        ("https://x.fr/jean-duponte", False), ("https://x.fr/jean/martin-dupont", False),
        ("mailto:mairie@x.fr", False),
    ],
)  # fmt: skip
def test_a_link_whose_address_spells_the_name_keeps_its_words_alone(
    address: str, goes: bool
) -> None:
    html = f'<p>Voir <a href="{address}">sa page</a>.</p>'
    found = covered(html, [Cover(MARK, words="Jean Dupont")])
    assert found == ("<p>Voir <a>sa page</a>.</p>" if goes else html)


def test_a_name_with_an_apostrophe_is_spelled_in_two_ways() -> None:
    for said in ("zelie-darc", "zelie-d-arc", "zélie.d'arc"):
        assert "href" not in covered(f'<p><a href="https://x.fr/{said}">elle</a></p>', [NAME])


@pytest.mark.parametrize(
    ("text", "limit", "wanted"),
    [
        (f"Chez {MARK}", 40, f"Chez {MARK}"),
        (f"Chez {MARK} hier soir", 30, f"Chez {MARK} hier"),
        (f"Chez elle, {MARK}", 24, f"Chez {MARK}"),
        (f"Chez elle, {MARK}", 19, MARK),
        (f"l'{MARK}, puis {MARK} ici", 36, f"{MARK}{MARK}"),
        (f"{MARK} {MARK}", 30, MARK),
        ("Des mots sans masque", 10, "Des mots"),
        (f"Chez {MARK}", None, f"Chez {MARK}"),
    ],
)
def test_what_is_too_long_loses_words_and_never_half_a_mark(
    text: str, limit: int | None, wanted: str
) -> None:
    assert fitted(text, limit) == wanted


def test_the_beginning_of_a_text_holds_no_half_mark() -> None:
    said = [begun(f"Chez {MARK} hier", limit) for limit in (5, 6, 22, 23, 60)]
    assert said == ["Chez", "Chez", "Chez", f"Chez {MARK}", f"Chez {MARK} hier"]


def test_a_mark_gives_its_words_back_where_the_text_was_saved_meanwhile() -> None:
    for text in ("Chez Zélie d'Arc.", "<p>Chez <b>Zélie d'Arc</b> &amp; Cie.</p>"):
        assert covered(covered(text, [NAME]), [LIFTED]) == text


def test_words_put_back_into_rich_text_are_words_and_no_tags() -> None:
    cover = Cover("[m]", words="a < b & <b>c</b>")
    lifted = Cover("[m]", words=cover.words, lifts=True)
    assert covered("<p>[m]</p>", [lifted]) == "<p>a &lt; b &amp; &lt;b&gt;c&lt;/b&gt;</p>"
    assert covered("<p>a &lt; b &amp; &lt;b&gt;c&lt;/b&gt;</p>", [cover]) == "<p>[m]</p>"


BODY = [
    {"type": "heading", "value": {"level": "h2", "text": "Zélie d'Arc"}, "id": "1"},
    {
        "type": "proposal",
        "value": {
            "title": "Pour Zélie d'Arc", "text": "<p>Zélie <i>d’Arc</i></p>", "horizon": "court",
            "audiences": [{"type": "item", "value": "Zélie d'Arc", "id": "2"}],
        },
        "id": "3",
    },
    {
        "type": "table",
        "value": {
            "caption": "Zélie d'Arc",
            "table": {
                "columns": [{"type": "text", "heading": "Zélie d'Arc"}],
                "rows": [{"values": ["Zélie d'Arc"]}], "caption": "",
            },
        },
        "id": "4",
    },
    {"type": "image", "value": {"image": 5, "alt_text": "Zélie d'Arc", "caption": "C"}, "id": "6"},
    {"type": "document", "value": {"document": 5, "description": ""}, "id": "7"},
]  # fmt: skip
CONTENT = {
    "pk": 3, "title": "Zélie d'Arc", "summary": "Zélie d'Arc", "approach": "Zélie d'Arc",
    "addressees": "Zélie d'Arc\nMairie", "slug": "texte", "licence": "x", "body": json.dumps(BODY),
}  # fmt: skip


def test_every_place_of_a_content_is_hidden_and_the_rest_is_the_same() -> None:
    shown = covered_content(CONTENT, [NAME])
    assert sum(count(text, NAME.words) for text in passages_of(CONTENT)) == 12
    assert sum(count(text, NAME.words) for text in passages_of(shown)) == 0
    assert "lie" not in json.dumps(shown, ensure_ascii=False)
    assert covered_content(shown, [LIFTED]) | {"body": ""} == CONTENT | {"body": ""}
    assert json.loads(CONTENT["body"]) == BODY  # type: ignore[arg-type]


def test_what_is_no_words_is_never_hidden() -> None:
    """Types, ids, levels and horizons: a text without them is no text any more."""
    covers = [Cover("[x]", words=word) for word in ("court", "h2", "heading", "item", "text", "3")]
    shown = json.loads(covered_content(CONTENT, covers)["body"])
    assert [(block["type"], block["id"]) for block in shown] == [
        (block["type"], block["id"]) for block in BODY
    ]
    assert (shown[0]["value"]["level"], shown[1]["value"]["horizon"]) == ("h2", "court")


def test_a_file_is_taken_out_of_its_block_and_put_back() -> None:
    covers = [Cover("[fichier masqué 9]", model="image", key=5)]
    shown = covered_content(CONTENT, covers)
    image, document = json.loads(shown["body"])[3:]
    assert image["value"]["image"] is None
    assert image["value"]["caption"] == "[fichier masqué 9] C"
    assert document["value"]["document"] == 5
    lifted = [Cover("[fichier masqué 9]", model="image", key=5, lifts=True)]
    assert json.loads(covered_content(shown, lifted)["body"]) == BODY


def test_a_later_passage_may_hold_an_earlier_mark() -> None:
    first, second = Cover("[m 1]", words="Zélie"), Cover("[m 2]", words="chez [m 1] hier")
    assert covered("Elle était chez Zélie hier.", [first, second]) == "Elle était [m 2]."


def test_an_address_that_spells_the_passage_is_known() -> None:
    assert says_in_its_address("le-cas-de-zelie-darc", [NAME])
    assert not says_in_its_address("le-cas-de-zelie-darcueil", [NAME])
    assert not says_in_its_address("le-cas-de-zelie-darc", [LIFTED])


def test_whatever_the_text_nothing_of_the_passage_is_left_and_tags_stay() -> None:
    """Ten thousand letters in any order, a passage cut anywhere: seeds are fixed."""
    pieces = ["Zélie", "d'Arc", " ", "\u00a0", "<b>", "</b>", "<br/>", "&amp;", "&eacute;", "l'",
              "été", "<p>", "</p>", "’", "d’Arc", "Z", "élie", "\n", ";", "d&#39;Arc"]  # fmt: skip
    for seed in range(300):
        chosen = Random(seed)
        text = "<p>" + "".join(chosen.choice(pieces) for _ in range(40)) + "</p>"
        shown = covered(text, [NAME])
        assert count(shown, NAME.words) == 0, text
        assert re.findall(r"<[^>]*>", shown) == re.findall(r"<[^>]*>", text)
        if not count(text, NAME.words):
            assert shown == text
        assert covered(shown, [NAME]) == shown


def test_folding_keeps_what_tells_words_apart() -> None:
    assert folded("Pêche") != folded("Péché")
    assert folded("  L’ÉTÉ\u00a0! ") == folded("l'été!")
