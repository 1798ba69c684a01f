"""Bring both catalogues in step with the French sentences of code and templates.

    python scripts/messages.py

Keeps every translation whose French is still there, adds the new sentences empty, drops
the others, compiles, and names what lacks a translation (exit status 1). It needs no
system gettext. A sentence that changed is a new sentence: nothing is ever guessed.

The French catalogue holds what counts alone, as it stands in the source: Django would
else count as English does, and say « 0 personnes ».
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
COUNTING = ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"
#: Every app of ours, those to come included; what only tests say is nobody's interface.
ROOMS = sorted({path.parent for path in ROOT.glob("*/apps.py")} | {ROOT / "site"})

#: What each function of Django is given: `c` a context, `s` a sentence, `p` its plural.
FUNCTIONS = {
    "gettext": "s",
    "gettext_lazy": "s",
    "gettext_noop": "s",
    "ngettext": "sp",
    "ngettext_lazy": "sp",
    "pgettext": "cs",
    "pgettext_lazy": "cs",
    "npgettext": "csp",
    "npgettext_lazy": "csp",
}
#: The same, as Babel names them, for what `templatize` makes of a template.
TEMPLATE_FUNCTIONS = ("gettext", "ngettext", "pgettext", "npgettext")

HEADER = (
    "# The interface in English. `make messages` keeps it in step with the French of the source."
)
COUNTING_HEADER = "# How French counts: written by `make messages`, never by hand."
#: Lines of a header that change with the hour or the machine, or name nobody.
_RESTLESS = re.compile(
    r'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By|Report-Msgid-Bugs-To|Last-Translator'
    r"|Language-Team|Project-Id-Version): .*\n",
    re.MULTILINE,
)
_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


class Sentence:
    """A sentence to translate: its context, and its plural where it counts something."""

    def __init__(self, shape: str, words: list[str]) -> None:
        parts = dict(zip(shape, words, strict=True))
        self.context = parts.get("c")
        self.id = (parts["s"], parts["p"]) if "p" in parts else parts["s"]


def python_sentences(source: str) -> Iterator[Sentence]:
    """Raises ValueError where something else than a plain string is to be translated."""
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name: FUNCTIONS[alias.name]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in FUNCTIONS
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            shape = names[node.func.id]
            yield Sentence(shape, [_plain(argument) for argument in node.args[: len(shape)]])


def _plain(argument: ast.expr) -> str:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    raise ValueError(f"line {argument.lineno}: only a plain string can be translated")


def template_sentences(source: str) -> Iterator[Sentence]:
    """Also of tags inside attributes; comments are passed over."""
    # `templatize` keeps the indentation of HTML, which Python would take for its own.
    code = "\n".join(line.strip() for line in templatize(source).splitlines())
    calls = extract_python(
        BytesIO(code.encode()), dict.fromkeys(TEMPLATE_FUNCTIONS), [], {"encoding": "utf-8"}
    )
    for _line, name, words, _comments in calls:
        shape = FUNCTIONS[name]
        yield Sentence(shape, [words] if isinstance(words, str) else list(words)[: len(shape)])


def all_sentences() -> Iterator[Sentence]:
    """Raises ValueError with the file's name where one cannot be read."""
    sources = [
        *((path, python_sentences) for room in ROOMS for path in sorted(room.rglob("*.py"))),
        *((path, template_sentences) for path in sorted((ROOT / "templates").rglob("*.*"))),
    ]  # fmt: skip
    for path, sentences in sources:
        try:
            yield from sentences(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise ValueError(f"{path.relative_to(ROOT)}: {error}") from error


def read_catalogue(path: Path = CATALOGUE) -> Catalog:
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name)


def renewed(old: Catalog) -> Catalog:
    """A catalogue of today's sentences with the translations that `old` has of them."""
    new = _blank("en", HEADER)
    for sentence in all_sentences():
        known = old.get(sentence.id, sentence.context)
        if known is None or known.id != sentence.id or known.fuzzy:
            new.add(sentence.id, context=sentence.context)
        else:
            new.add(sentence.id, known.string, context=sentence.context)
    return new


def counting(catalogue: Catalog) -> Catalog:
    """The sentences of `catalogue` that count something, in their own French."""
    french = _blank("fr", COUNTING_HEADER)
    for message in catalogue:
        if message.id and message.pluralizable:
            french.add(message.id, message.id, context=message.context)
    return french


def _blank(language: str, header: str) -> Catalog:
    return Catalog(
        locale=language,
        header_comment=header,
        creation_date=_BEGINNING,
        revision_date=_BEGINNING,
        fuzzy=False,
    )


def lacking(catalogue: Catalog) -> list[Message]:
    """The sentences without a whole translation."""
    return [
        message
        for message in catalogue
        if message.id
        and not all(message.string if isinstance(message.string, tuple) else (message.string,))
    ]


def po_text(catalogue: Catalog) -> str:
    """The same text whenever and wherever it is made: no line numbers, no hour."""
    file = BytesIO()
    write_po(file, catalogue, width=96, no_location=True, sort_output=True, ignore_obsolete=True)
    return _RESTLESS.sub("", file.getvalue().decode())


def write_catalogue(catalogue: Catalog, path: Path) -> None:
    """Both the text and its compiled form."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(po_text(catalogue), encoding="utf-8")
    _compile(path)


def _compile(path: Path) -> None:
    with path.with_suffix(".mo").open("wb") as file:
        catalogue = read_catalogue(path)
        catalogue.creation_date = catalogue.revision_date = _BEGINNING
        write_mo(file, catalogue)


def main() -> int:
    catalogue = renewed(read_catalogue())
    write_catalogue(catalogue, CATALOGUE)
    write_catalogue(counting(catalogue), COUNTING)
    missing = lacking(catalogue)
    for message in missing:
        print(f"not translated: {message.id}")
    print(f"{len(catalogue)} sentences, {len(missing)} without English")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
