"""Other words in the place of a passage, whatever the field and its format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussion.anchors import anchor_at, locate
from discussion.suggestions.passage import Kept, change_of
from discussion.suggestions.rewriting import NotOnePlace, core_of, rewritten, words_in

RICH = (
    '<p data-block-key="a">Un <b>mot très important</b> et un <a href="https://x.org">lien ici'
    '</a>.</p><ul><li data-block-key="b">premier point</li><li>second</li></ul>'
)


def text_with(kind: str, **value: Any) -> dict[str, Any]:
    return {"title": "Un titre", "summary": "Une ligne.\nUne autre.", "approach": "",
            "addressees": "", "body": [{"type": kind, "value": value, "id": "b1"}]}  # fmt: skip


def put(stored: dict[str, Any], quote: str, words: str, block: str = "b1") -> dict[str, Any]:
    said = words_in(stored)
    where = locate(said, block, quote)
    assert where is not None, said
    return rewritten(stored, block, where.field, where.start, where.end, words)


@pytest.mark.parametrize(
    ("quote", "words", "made"),
    [
        ("mot très important", "mot assez important", "Un <b>mot assez important</b> et"),
        ("important et un lien", "important mais un lien", 'important</b> mais un <a href="https://x.org">lien ici'),
        ("mot très important", "détail", "Un <b>détail</b> et"),
        ("Un mot", "Ce mot", "Ce <b>mot très"),
        ("lien ici", "lien là", '<a href="https://x.org">lien là</a>.'),
        ("très", "", "<b>mot important</b>"),
        ("ici", "", '<a href="https://x.org">lien</a>.'),
        ("second", "deuxième point", '<li data-block-key="b">premier point</li><li>deuxième point</li>'),
        ("second", "", '<ul><li data-block-key="b">premier point</li></ul>'),
        ("premier", "premier\ngrand", '<li data-block-key="b">premier<br>grand point</li>'),
        ("point", "<b>point</b>", "premier &lt;b&gt;point&lt;/b&gt;"),
    ],
)  # fmt: skip
def test_words_are_replaced_and_the_format_around_and_across_stays(
    quote: str, words: str, made: str
) -> None:
    [block] = put(text_with("text", text=RICH), quote, words)["body"]
    assert made in block["value"]["text"]


@pytest.mark.parametrize(
    ("kind", "name", "raw", "quote", "words", "made"),
    [
        ("proposal", "lever", "Contrat local", "local", "de ville", "Contrat de ville"),
        ("heading", "text", "Ce que nous voyons", "nous voyons", "l'on voit", "Ce que l'on voit"),
        ("quote", "quote", "Je ne peux pas\nvenir.", "pas\nvenir", "plus venir", "Je ne peux plus venir."),
        ("proposal", "example", "À Lens :\nun bus.", "un bus", "deux bus", "À Lens :\ndeux bus."),
        ("finding", "title", "Des renoncements", "Des renoncements", "Renoncer\naux soins", "Renoncer aux soins"),
    ],
)  # fmt: skip
def test_plain_fields_take_words_as_they_take_any(
    kind: str, name: str, raw: str, quote: str, words: str, made: str
) -> None:
    [block] = put(text_with(kind, **{name: raw}), quote, words)["body"]
    assert block["value"][name] == made


def test_an_item_of_a_list_changes_and_the_others_keep_their_ids() -> None:
    items = [{"type": "item", "value": v, "id": i} for i, v in (("1", "Élus"), ("2", "Habitants"))]
    [block] = put(text_with("proposal", audiences=items), "Habitants", "Habitantes")["body"]
    found = block["value"]["audiences"]
    assert [item["value"] for item in found] == ["Élus", "Habitantes"]
    assert found[0] == items[0]
    [block] = put(text_with("proposal", audiences=items), "Élus", "")["body"]
    assert [item["value"] for item in block["value"]["audiences"]] == ["Habitants"]


def test_the_summary_changes_and_no_block_does() -> None:
    stored = text_with("text", text=RICH)
    made = put(stored, "Une autre", "Une seconde", "page")
    assert made["summary"] == "Une ligne.\nUne seconde."
    assert made["body"] == stored["body"]


@pytest.mark.parametrize(
    "quote", ["point second", "lien ici. premier point"]
)  # fmt: skip
def test_a_passage_over_two_paragraphs_is_not_one_place(quote: str) -> None:
    with pytest.raises(NotOnePlace):
        put(text_with("text", text=RICH), quote, "x")


@pytest.mark.parametrize(
    ("quote", "words", "core"),
    [
        ("le chat noir dort", "le chat gris dort", ("noir", "gris")),
        ("a b", "a b c", ("b", "b c")),
        ("a b", "z a b", ("a", "z a")),
        ("a", "", ("a", "")),
    ],
)
def test_the_core_of_a_suggestion_is_what_it_changes(
    quote: str, words: str, core: tuple[str, str]
) -> None:
    start, end, replacement = core_of(quote, words)
    assert (quote[start:end], replacement) == core


# -- Several suggestions on one paragraph ------------------------------------------------


def suggested(stored: dict[str, Any], quote: str, words: str, start: int) -> Any:
    """A suggestion on what stands at `start` of the only field."""
    said = words_in(stored)
    text = said["b1"]["text"]
    where = locate(said, "b1", quote, text[max(0, start - 120) : start], text[start + len(quote) :])
    assert where is not None and where.start == start
    kept = Kept.of(anchor_at(said, where))
    return SimpleNamespace(**vars(kept), suggestion=SimpleNamespace(replacement=words))


def accepted(stored: dict[str, Any], remark: Any) -> dict[str, Any] | None:
    change = change_of(remark, words_in(stored))
    if change is None:
        return None
    where = change.where
    return rewritten(stored, "b1", where.field, where.start, where.end, change.replacement)


def plain(stored: dict[str, Any]) -> str:
    return words_in(stored)["b1"]["text"]


@dataclass(frozen=True)
class Case:
    """Words with their marks, and disjoint stretches of them with what is proposed there."""

    words: list[tuple[str, str]]
    changes: list[tuple[int, int, str]]
    order: list[int]

    @property
    def html(self) -> str:
        marked = {"b": "<b>{}</b>", "i": "<i>{}</i>", "a": '<a href="https://x.org">{}</a>'}
        said = " ".join(marked.get(mark, "{}").format(word) for word, mark in self.words)
        return f"<p>{said}</p>"


@st.composite
def cases(draw: st.DrawFn) -> Case:
    count = draw(st.integers(4, 14))
    # Every second word may be one of a few; which of two equal neighbours was meant
    # nobody can tell once the other is gone.
    common = st.sampled_from(["le", "de", "mot"])
    names = [f"mot{n}" if n % 2 else draw(common) for n in range(count)]
    words = [(name, draw(st.sampled_from(["", "", "b", "i", "a"]))) for name in names]
    cuts = sorted(draw(st.sets(st.integers(0, count), min_size=2, max_size=8)))
    stretches = list(zip(cuts[::2], cuts[1::2], strict=False))
    changes = [
        (start, stop, " ".join(f"neuf{start}x{n}" for n in range(draw(st.integers(0, 2)))))
        for start, stop in stretches
    ]
    return Case(words, changes, draw(st.permutations(range(len(changes)))))


@given(cases())
def test_disjoint_suggestions_give_the_same_text_in_any_order(case: Case) -> None:
    stored = text_with("text", text=case.html)
    names = [word for word, _mark in case.words]
    remarks = []
    for start, stop, words in case.changes:
        at = len(" ".join(names[:start])) + (1 if start else 0)
        remarks.append(suggested(stored, " ".join(names[start:stop]), words, at))
    wanted = list(names)
    for start, stop, words in reversed(case.changes):
        wanted[start:stop] = words.split()
    now = stored
    for rank in case.order:
        after = accepted(now, remarks[rank])
        assert after is not None
        now = after
    assert plain(now).split() == wanted
    assert "  " not in plain(now)
    # What no suggestion touched has the format that it had.
    touched = {at for start, stop, _words in case.changes for at in range(start, stop)}
    html = now["body"][0]["value"]["text"]
    for at, (word, mark) in enumerate(case.words):
        if at not in touched and mark == "b" and names.count(word) == 1:
            assert re.search(rf"<b>(?:(?!</b>).)*{word}\b", html)


def test_two_whole_paragraphs_that_change_other_words_both_apply() -> None:
    stored = text_with("text", text="<p>Le chat noir dort sur le vieux tapis.</p>")
    whole = plain(stored)
    one = suggested(stored, whole, whole.replace("noir", "gris"), 0)
    two = suggested(stored, whole, whole.replace("vieux", "beau"), 0)
    for first, second in ((one, two), (two, one)):
        half = accepted(stored, first)
        assert half is not None
        both = accepted(half, second)
        assert both is not None and plain(both) == "Le chat gris dort sur le beau tapis."


def test_the_second_of_two_on_the_same_words_says_that_they_changed() -> None:
    stored = text_with("text", text="<p>Le chat noir dort.</p>")
    one = suggested(stored, "chat noir", "chien noir", 3)
    two = suggested(stored, "Le chat", "Le loup", 0)
    half = accepted(stored, one)
    assert half is not None and accepted(half, two) is None
    half = accepted(stored, two)
    assert half is not None and accepted(half, one) is None
