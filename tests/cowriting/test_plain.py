"""Rich text typed without a script: what is typed is what is kept, both ways."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cowriting.plain import to_html, to_plain
from cowriting.plain.lines import Line, nested, normal, read, write
from cowriting.plain.rich import lines_of
from cowriting.plain.runs import Link, Run

SITE = {"page:12", "document:7"}

_words = some.text(
    alphabet=some.sampled_from(" *-•–\\[]()1.2)aéœ\nß🙂\u0301\u202fשל#|<>&\"'`_"),
    min_size=1,
    max_size=12,
)
_links = some.sampled_from(
    [None, None, None, Link("https://a.example/b_(c)"), Link("mailto:a@b.example"),
     Link(kind="page", key="12"), Link(kind="document", key="7")]
)  # fmt: skip
_runs = some.lists(
    some.builds(Run, _words, some.booleans(), some.booleans(), _links), min_size=1, max_size=5
)
_lines = some.lists(
    some.builds(
        Line, some.sampled_from(["p", "ul", "ol"]), _runs.map(tuple), some.integers(0, 3),
        opens=some.booleans(),
    ),
    max_size=6,
)  # fmt: skip


def settled(lines: list[Line]) -> list[Line]:
    """Lines as any text holds them: an item begins a list where no list goes on."""
    found: list[Line] = []
    for line in nested(normal(lines)):
        before = found[-1] if found else None
        follows = before is not None and before.is_item and line.is_item
        opens = line.is_item and line.depth == 0 and (not follows or line.opens)
        found.append(Line(line.kind, line.runs, line.depth, "", opens))
    return found


def faces(lines: list[Line]) -> list[tuple[str, int, tuple[Run, ...]]]:
    return [(line.kind, line.depth, line.runs) for line in lines]


@given(_lines)
@settings(max_examples=500, deadline=None)
def test_what_is_written_is_read_as_it_was(lines: list[Line]) -> None:
    wanted = settled(lines)
    assert faces(read(write(wanted, SITE), SITE)) == faces(wanted)


@given(some.text(alphabet="*[]()\\ \na1.-", max_size=60))
@settings(max_examples=400, deadline=None)
def test_no_typed_letter_is_lost_whatever_the_signs(typed: str) -> None:
    kept = "".join(run.words for line in read(typed) for run in line.runs)
    assert kept.count("a") == typed.count("a")


@given(some.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_typing_again_what_is_shown_changes_nothing(typed: str) -> None:
    html = to_html(typed)
    assert to_html(to_plain(html), html) == html


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("Un mot.\n\nUn autre.", "<p>Un mot.</p><p>Un autre.</p>"),
        ("Un vers\net le suivant", "<p>Un vers<br>et le suivant</p>"),
        ("- pain\n- sel", "<ul><li>pain</li><li>sel</li></ul>"),
        ("• pain\n• sel", "<ul><li>pain</li><li>sel</li></ul>"),
        ("À faire :\n- pain", "<p>À faire :</p><ul><li>pain</li></ul>"),
        ("- pain\n  - noir\n- sel", "<ul><li>pain<ul><li>noir</li></ul></li><li>sel</li></ul>"),
        ("1. lire\n2. écrire", "<ol><li>lire</li><li>écrire</li></ol>"),
        ("2020. L'année du choc.", "<p>2020. L'année du choc.</p>"),
        ("12. Ce n'est pas une liste.", "<p>12. Ce n'est pas une liste.</p>"),
        ("**fort** et *penché*", "<p><b>fort</b> et <i>penché</i></p>"),
        ("***les deux***", "<p><b><i>les deux</i></b></p>"),
        ("5 * 3 * 2 = 30", "<p>5 * 3 * 2 = 30</p>"),
        ("une * seule", "<p>une * seule</p>"),
        ("un *sans fin", "<p>un *sans fin</p>"),
        ("habitant\\*e\\*s", "<p>habitant*e*s</p>"),
        ("[le site](https://a.example/)", '<p><a href="https://a.example/">le site</a></p>'),
        ("[ni là](javascript:alert)", "<p>[ni là](javascript:alert)</p>"),
        ("[une page](page:12)", "<p>[une page](page:12)</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("a\r\n\r\nb", "<p>a</p><p>b</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_the_syntax_that_is_documented(typed: str, html: str) -> None:
    assert to_html(typed) == html


def test_untouched_words_give_the_same_bytes_back() -> None:
    html = '<p data-block-key="a1">Deux  espaces, <strong>et </strong>un <a linktype="page" id="12">lien</a>.</p><p></p>'
    assert to_html(to_plain(html), html) == html
    assert to_html(to_plain(html).replace("\n", "\r\n") + "\n\n", html) == html


def test_a_link_to_a_page_is_kept_through_a_change_beside_it() -> None:
    html = '<p data-block-key="a1">Voir <a linktype="page" id="12">la page</a>.</p>'
    typed = to_plain(html)
    assert typed == "Voir [la page](page:12)."
    assert to_html(f"{typed} Et le reste.", html) == (
        '<p data-block-key="a1">Voir <a linktype="page" id="12">la page</a>. Et le reste.</p>'
    )


def test_lines_that_were_not_touched_keep_their_keys() -> None:
    html = '<p data-block-key="a">Un.</p><p data-block-key="b">Deux.</p><p data-block-key="c">Trois.</p>'
    changed = to_html("Un.\n\nDeux et demi.\n\nEntre deux.\n\nTrois.", html)
    assert changed == (
        '<p data-block-key="a">Un.</p><p data-block-key="b">Deux et demi.</p><p>Entre deux.</p>'
        '<p data-block-key="c">Trois.</p>'
    )


def test_words_of_any_html_are_found() -> None:
    html = "<div>Un<h2>titre</h2><table><tr><td>case</td></tr></table></div><ul><li><p>point</p></li></ul>"
    words = " ".join(run.words for line in lines_of(html) for run in line.runs)
    assert words == "Un titre case point" or words.replace(" ", "") == "Untitrecasepoint"


def test_hostile_signs_are_read_in_time() -> None:
    for typed in ("*a " * 4_000, "[" * 8_000, "a*b**c***" * 2_000, "\\" * 9_999, "[a](" * 4_000):
        began = time.process_time()
        to_html(typed)
        assert time.process_time() - began < 2.0
