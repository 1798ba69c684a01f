"""What a correction of form may change: two texts are compared, whole.

Pure functions over the words of a page (`cowriting.document.conversion.words_of_page`).
What is not in the table does not change: titles of texts and of proposals, actors,
audiences, horizons, reserves, figures, tables, files, and the order of blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.translation import gettext as _

from cowriting.document import values
from cowriting.document.body import blocks_of
from cowriting.document.richtext import BREAK, Item, List, Node, Run
from cowriting.document.shape import PAGE, SHAPE, Field, Kind
from cowriting.plain.parts import FRAME, Part, label_of_field, limit_of_field

from .addresses import why_elsewhere, without_addresses
from .spelling import MOST_WORDS, Found, compare, compare_free, too_many

Words = Mapping[str, Any]


class Form(Enum):
    """How a field may change: its spelling, an address, or an alternative text."""

    SPELLING = "spelling"
    ADDRESS = "address"
    ALTERNATIVE = "alternative"


_S = Form.SPELLING

#: Kind of part → field → how it may change. The one table.
ALLOWED: dict[str, dict[str, Form]] = {
    FRAME: {"summary": _S, "approach": _S},
    "finding": {"title": _S, "text": _S, "territory": _S, "source": _S},
    "proposal": {"text": _S, "lever": _S, "means": _S, "example": _S},
    "attention": {"title": _S, "text": _S},
    "heading": {"text": _S},
    "text": {"text": _S},
    "quote": {"quote": _S, "attribution": _S},
    "figure": {"label": _S, "source": _S},
    "table": {"caption": _S},
    "image": {"alt_text": Form.ALTERNATIVE, "caption": _S},
    "document": {"description": _S},
    "video": {"title": _S, "address": Form.ADDRESS, "transcript": _S},
}


@dataclass(frozen=True)
class Breach:
    """What forbids a change, in the reader's language; `part` and `name` are empty where
    it is no one field's."""

    why: str
    part: str = ""
    name: str = ""


def breaches(before: Words, after: Words) -> list[Breach]:
    """Everything for which `after` is more than a correction of the form of `before`."""
    found = list(_of_frame(before, after))
    old, new = blocks_of(dict(before)), blocks_of(dict(after))
    if [(block["id"], block["type"]) for block in old] != [(b["id"], b["type"]) for b in new]:
        return [*found, Breach(_("Un bloc est ajouté, ôté, déplacé, ou change de nature."))]
    for was, now in zip(old, new, strict=True):
        found += _of_part(was["id"], was["type"], was.get("value"), now.get("value"))
    return found


def correctable(part: Part) -> dict[str, Field]:
    """The fields of a part that a correction may change, and that say something; an
    alternative text may be missing, which is what is corrected."""
    allowed = ALLOWED.get(part.kind, {})
    return {
        name: field
        for name, field in part.fields.items()
        if name in allowed
        and (allowed[name] is Form.ALTERNATIVE or _says_something(field, part.value.get(name)))
    }


def _says_something(field: Field, raw: Any) -> bool:
    said = values.of_raw(field, raw)
    return said is not values.MISSING and bool(said)


def _of_frame(before: Words, after: Words) -> Iterator[Breach]:
    pair = ({name: side.get(name, "") for name in PAGE} for side in (before, after))
    yield from _of_part(FRAME, FRAME, *pair)
    rest = (before.keys() | after.keys()) - {*PAGE, "body"}
    if any(before.get(name) != after.get(name) for name in rest):
        yield Breach(_not_corrected(), FRAME)


def _of_part(key: str, kind: str, was: Any, now: Any) -> Iterator[Breach]:
    if was == now:
        return
    fields = PAGE if kind == FRAME else SHAPE.get(kind)
    if fields is None or not isinstance(was, Mapping) or not isinstance(now, Mapping):
        yield Breach(_not_corrected(), key)
        return
    for name in sorted(was.keys() | now.keys()):
        if was.get(name) == now.get(name):
            continue
        form = ALLOWED.get(kind, {}).get(name)
        if form is None or name not in fields:
            if name not in fields or not _same(fields[name], was.get(name), now.get(name)):
                yield Breach(_not_corrected(kind, name), key, name)
            continue
        found = _of_field(fields[name], form, was.get(name), now.get(name))
        reasons = [*found.reasons, *_too_long(kind, name, was.get(name), now.get(name))]
        reasons += [too_many()] if found.changed > MOST_WORDS else []
        yield from (Breach(why, key, name) for why in reasons)


def _same(field: Field, was: Any, now: Any) -> bool:
    """Another spelling of the same, as lists of before had; unknown values are not."""
    said = values.of_raw(field, was)
    return said is not values.MISSING and said == values.of_raw(field, now)


def _not_corrected(kind: str = "", name: str = "") -> str:
    if not name or (kind != FRAME and name not in SHAPE.get(kind, {})):
        return _("Cette partie du texte ne se corrige pas ainsi.")
    said = {"field": label_of_field(kind, name)}
    return _("« %(field)s » ne change pas par une correction de forme.") % said


def _too_long(kind: str, name: str, was: Any, now: Any) -> Iterator[str]:
    limit = limit_of_field(kind, name)
    if limit and isinstance(now, str) and len(now) > max(limit, len(was or "")):
        yield _("Ce champ compte %(limit)s caractères au plus.") % {"limit": limit}


def _of_field(field: Field, form: Form, was: Any, now: Any) -> Found:
    old, new = values.of_raw(field, was), values.of_raw(field, now)
    if old is values.MISSING or new is values.MISSING:
        return Found((_not_corrected(),))
    if form is Form.ADDRESS:
        return _of_address(str(old), str(new))
    if form is Form.ALTERNATIVE:
        return compare_free(str(old), str(new))
    if field.kind is Kind.RICH:
        return _of_rich(old, new)
    return _of_lines(str(old).split(BREAK), str(new).split(BREAK))


def _of_address(old: str, new: str) -> Found:
    if not new.startswith("https://"):
        return Found((_("L'adresse d'une vidéo commence par https://."),))
    why = why_elsewhere(old, new)
    return Found((why,)) if why else Found()


def _of_words(old: str, new: str) -> Found:
    """One line of words; an address in their midst is compared as an address."""
    (was, theirs), (now, ours) = without_addresses(old), without_addresses(new)
    found = compare(was, now)
    if len(theirs) != len(ours):
        return Found((*found.reasons, _("Une adresse est ajoutée ou ôtée.")), found.changed)
    elsewhere = (why_elsewhere(one, other) for one, other in zip(theirs, ours, strict=True))
    return _together([found, *(Found((why,)) for why in elsewhere if why)])


def _of_lines(old: Sequence[str], new: Sequence[str]) -> Found:
    if len(old) != len(new):
        return Found((_("Un paragraphe ou une ligne est ajouté, ôté ou déplacé."),))
    return _together(_of_words(was, now) for was, now in zip(old, new, strict=True))


def _together(found: Iterable[Found]) -> Found:
    each = list(found)
    reasons = tuple(dict.fromkeys(why for one in each for why in one.reasons))
    return Found(reasons, sum(one.changed for one in each))


# -- Formatted words -------------------------------------------------------------------


def _of_rich(old: Sequence[Node], new: Sequence[Node]) -> Found:
    was, now = list(_steps(old)), list(_steps(new))
    if [_shape(step) for step in was] != [_shape(step) for step in now]:
        return Found(
            (_("Un paragraphe, une liste, un lien ou une mise en forme est ajouté, ôté ou déplacé."),)
        )  # fmt: skip
    pairs = zip(was, now, strict=True)
    return _together(
        _of_run(one, other)
        for one, other in pairs
        if isinstance(one, Run) and isinstance(other, Run)
    )


def _steps(nodes: Sequence[Node]) -> Iterator[Run | str]:
    """The runs of a text between the signs of what holds them."""
    for node in nodes:
        if isinstance(node, List):
            yield "ol" if node.ordered else "ul"
            for entry in node.items:
                yield from _item(entry)
            yield "/"
        else:
            yield "p"
            yield from node.runs


def _item(entry: Item) -> Iterator[Run | str]:
    yield "li"
    yield from _steps(entry.children)


def _shape(step: Run | str) -> object:
    if isinstance(step, str):
        return step
    return step.text == BREAK, step.bold, step.italic, bool(step.link)


def _of_run(one: Run, other: Run) -> Found:
    found = _of_words(one.text, other.text)
    why = _why_not_led_there(one, other)
    return Found((*found.reasons, why), found.changed) if why else found


def _why_not_led_there(one: Run, other: Run) -> str:
    if one.link == other.link or one.link is None or other.link is None:
        return ""
    if (one.link[0], other.link[0]) != ("href", "href"):
        return _("Un lien vers le site ou vers un fichier ne change pas de but.")
    if one.text != other.text:
        return _("Les mots d'un lien et son adresse ne changent pas ensemble.")
    return why_elsewhere(one.link[1], other.link[1], same_site=True)
