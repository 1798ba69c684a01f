"""No template says a word that nobody could translate."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

from config import ROOT

TEMPLATES = ROOT / "templates"
#: The demonstration's own pages, and the samples that components are shown with.
CONTENT = ("demo/", "kit/patterns/")
#: What is called the same in every language.
NAMES = {"De concert", "Ctrl", "Alt", "Tab"}
SPOKEN = {"aria-label", "aria-description", "aria-roledescription", "alt", "title", "placeholder"}
#: What programs read: a name in code is the same in every language.
SILENT = {"script", "style", "code"}
#: An attribute that a block adds to an element of the template above.
ATTRIBUTE = re.compile(r'\b[\w-]+="[^"]*"')
WORDS = re.compile(r"[^\W\d_]{2,}")
#: Stands for what a tag or a variable will say.
SAID = "\ufffc"


def without_tags(source: str) -> str:
    """The template with each tag and each translated or commented passage made one sign."""
    kept: list[str] = []
    until = ""
    for token in Lexer(source).tokenize():
        name = token.contents.split()[0] if token.contents.split() else ""
        if until:
            until = "" if token.token_type is TokenType.BLOCK and name == until else until
        elif token.token_type is TokenType.TEXT:
            kept.append(token.contents)
        elif token.token_type is TokenType.BLOCK and name in {
            "comment",
            "blocktranslate",
            "blocktrans",
        }:
            until = f"end{name}"
            kept.append(SAID)
        elif token.token_type is not TokenType.COMMENT:
            kept.append(SAID)
    return "".join(kept)


class Reader(HTMLParser):
    """Gathers what a page of this template would say by itself."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.bare: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside.append(tag)
        self.bare += [value for name, value in attrs if name in SPOKEN and says(value)]

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not SILENT & set(self._inside) and says(data):
            self.bare.append(data.strip())


def says(text: str | None) -> bool:
    bare = ATTRIBUTE.sub("", text or "").strip(f" \n{SAID}")
    return bare not in NAMES and bool(WORDS.search(bare))


def bare_words(source: str) -> list[str]:
    reader = Reader()
    reader.feed(without_tags(source))
    reader.close()
    return reader.bare


def interface() -> dict[str, Path]:
    """Every template that speaks for the site, by its name."""
    named = {path.relative_to(TEMPLATES).as_posix(): path for path in TEMPLATES.rglob("*.*")}
    return {name: named[name] for name in sorted(named) if not name.startswith(CONTENT)}


@pytest.mark.parametrize("name", interface())
def test_every_word_of_a_template_can_be_translated(name: str) -> None:
    assert bare_words(interface()[name].read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Bonjour</p>",
        "<p>{{ name }} est là</p>",
        '<a aria-label="Fermer">{{ x }}</a>',
        '<img src="x" alt="Une rue">',
        '<input placeholder="{{ x }} ou rien">',
        "{% if x %}Oui{% endif %}",
    ],
)
def test_a_bare_word_is_found(source: str) -> None:
    assert bare_words(source)


@pytest.mark.parametrize(
    "source",
    [
        "<p>{% translate 'Bonjour' %} — {{ name }} · 12</p>",
        "{% blocktranslate count n=n %}un{% plural %}deux{% endblocktranslate %}",
        "{% comment %}Needs `page`.{% endcomment %}{# note #}",
        "<script>let word = 1</script><p class='word' data-word='word'></p>",
        "<p aria-label=\"{% translate 'Fermer' %}\"></p>",
        "<dt><code>levier</code></dt>",
    ],
)
def test_translated_words_and_code_are_let_through(source: str) -> None:
    assert bare_words(source) == []
