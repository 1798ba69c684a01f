"""The English catalogue says everything that the French source says, and nothing else."""

from __future__ import annotations

import gettext
import re

import pytest
from babel.messages.catalog import Catalog, Message
from django.utils import translation

from scripts.messages import (
    CATALOGUE,
    COUNTING,
    counting,
    lacking,
    po_text,
    read_catalogue,
    renewed,
    template_sentences,
)
from scripts.messages import python_sentences as sentences_of_code

PLACES = re.compile(r"%\(\w+\)s|%[sd]|\{\w*\}|</?\w+[^>]*>|%%")


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return read_catalogue()


def words(part: str | tuple[str, ...]) -> tuple[str, ...]:
    return part if isinstance(part, tuple) else (part,)


def places(sentence: str) -> list[str]:
    return sorted(PLACES.findall(sentence))


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def test_every_sentence_of_today_is_in_it_and_no_other(catalogue: Catalog) -> None:
    """`make messages` would change nothing."""
    assert po_text(renewed(catalogue)) == CATALOGUE.read_text(encoding="utf-8")


def test_nothing_is_untranslated_or_guessed(catalogue: Catalog) -> None:
    assert [message.id for message in lacking(catalogue)] == []
    assert [message.id for message in messages(catalogue) if message.fuzzy] == []
    assert dict(catalogue.obsolete) == {}


def test_translations_hold_the_same_places_and_plurals(catalogue: Catalog) -> None:
    wrong = [
        message.id
        for message in messages(catalogue)
        if len(words(message.id)) != len(words(message.string))
        or any(
            places(said) != places(meant)
            for said, meant in zip(words(message.string), words(message.id), strict=False)
        )
    ]
    assert wrong == []


def test_english_is_set_without_french_spaces_and_quotes(catalogue: Catalog) -> None:
    french = re.compile(r" [;:!?%](?!\()|[«»]")
    translated = [
        (text, message.id) for message in messages(catalogue) for text in words(message.string)
    ]
    assert [text for text, _french in translated if french.search(text)] == []


def test_what_is_compiled_is_what_is_written(catalogue: Catalog) -> None:
    written: dict[str | tuple[str, int], str] = {}
    for message in messages(catalogue):
        key = f"{message.context}\x04" if message.context else ""
        key += words(message.id)[0]
        if message.pluralizable:
            written |= {(key, number): said for number, said in enumerate(message.string)}
        else:
            written[key] = str(message.string)
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = dict(gettext.GNUTranslations(file)._catalog)  # type: ignore[attr-defined]
    compiled.pop("")
    assert compiled == written


def test_french_counts_nothing_as_one(catalogue: Catalog) -> None:
    one, many = next(message.id for message in messages(catalogue) if message.pluralizable)
    with translation.override("fr"):
        assert [translation.ngettext(one, many, number) for number in (0, 1, 2)] == [one, one, many]
    with translation.override("en"):
        nothing, two = (translation.ngettext(one, many, number) for number in (0, 2))
        assert nothing == two


def test_how_french_counts_is_in_step(catalogue: Catalog) -> None:
    """`make messages` would change nothing there either, compiled or not."""
    assert po_text(counting(catalogue)) == COUNTING.read_text(encoding="utf-8")
    with COUNTING.with_suffix(".mo").open("rb") as file:
        compiled = dict(gettext.GNUTranslations(file)._catalog)  # type: ignore[attr-defined]
    compiled.pop("")
    assert set(compiled.values()) == {
        text for message in messages(counting(catalogue)) for text in words(message.id)
    }


def test_french_is_spoken_as_written(catalogue: Catalog) -> None:
    """No other catalogue answers in place of a French sentence that is a word of theirs."""
    with translation.override("fr"):
        said = {
            words(message.id)[0]: translation.pgettext(message.context, words(message.id)[0])
            if message.context
            else translation.gettext(words(message.id)[0])
            for message in messages(catalogue)
        }
    assert {french: other for french, other in said.items() if french != other} == {}


def test_a_sentence_that_is_put_together_by_the_program_is_refused() -> None:
    with pytest.raises(ValueError, match="line 2"):
        list(sentences_of_code("from django.utils.translation import gettext as _g\n_g(f'{x}')"))


def test_comments_of_templates_are_not_sentences() -> None:
    source = (
        "{% comment %}{% translate 'a' %}{% endcomment %}{# {% translate 'b' %} #}"
        "<p title=\"{% translate 'c' %}\">{% blocktranslate %}d {{ e }}{% endblocktranslate %}</p>"
    )
    assert [sentence.id for sentence in template_sentences(source)] == ["c", "d %(e)s"]
