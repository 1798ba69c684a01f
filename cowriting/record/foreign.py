"""A file that its writer may not read does not come into a text through its document.

A browser can write any key as the image of a block, or as the target of a link: see
`contributions.foreign_files`. Blocks that lie in the bin and slots that their type does
not show are weighed like the others: whoever brings them back later may be somebody who
reads the file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from pycrdt import Doc, Map, XmlElement, XmlFragment, XmlText

from contributions.masks.contents import covered_content
from contributions.masks.words import Cover
from contributions.models import Mask
from kit.access import AnyUser
from media.access import unreadable_files
from media.models import SiteDocument
from people.models import User

from ..document import values
from ..document.body import Block
from ..document.crdt import new_doc
from ..document.fragments import run_of, text_runs
from ..document.reading import maps_in, root
from ..document.shape import RICH_SLOT, Field, Kind
from ..models import Room
from .base import Words, write_as_server
from .files import CHOICES, File, stored, used_in, weighed_in
from .replaying import merged, rows_of
from .revisions import Authors

#: Of how many files at once it is found out who brought them: each takes the document to be
#: made several times. Beyond, every author counts as having done so.
_MOST_TRACED = 20


def put_back_foreign_files(room: Room, doc: Doc, authors: Authors) -> int | None:
    """Have choices of files that their writers may not read be what they were, and take
    links to such files off their words.

    `doc` is the room's, replayed and durable. What the text used at the last agreement
    stays, whoever writes, and so does what was weighed before. The key of the update that
    puts them back, None when there is nothing to put back.
    """
    held = _held(doc)
    new = held - weighed_in(room)
    hidden = new and _hidden_from(authors, new)
    foreign = _brought_by_who_may_not(room, hidden) if hidden else set()
    _remember(room, held - foreign)
    return _put_back(room, doc, foreign) if foreign else None


def readable_words(
    words: Words, room: Room, user: AnyUser, covers: Sequence[Cover] | None = None
) -> Words:
    """Words of a room, be they saved, refused or of a former hour, without what is masked
    nor the files that nobody weighed yet and `user` may not read: whoever shows them tells
    their titles. `covers`: what is masked of the text, for who has read it already."""
    words = without_masked(words, room) if covers is None else covered_content(words, covers)
    new = used_in(words) - weighed_in(room)
    hidden = {(type(file), str(file.pk)) for file in unreadable_files(user, new)} if new else ()
    if not hidden:
        return words
    return {**words, "body": [_without(block, hidden) for block in words["body"]]}


def without_masked(words: Words, room: Room) -> Words:
    """Words as they may be shown: the log keeps them as they were written."""
    return covered_content(words, Mask.objects.covers_of(room.page_id))


def _without(block: Block, files: Collection[File]) -> Block:
    value = block.get("value")
    if not isinstance(value, dict):
        return block
    chosen = {name: (model, str(value[name])) for name, model in CHOICES.items() if name in value}
    hidden = {name: None for name, file in chosen.items() if file in files}
    return {**block, "value": {**value, **hidden}}


def _remember(room: Room, weighed: set[File]) -> None:
    files = stored(weighed)
    if files != room.files:
        room.files = files
        Room.objects.filter(pk=room.pk).update(files=files)


def _held(doc: Doc) -> set[File]:
    """The files that a document holds, whether its text shows them or not."""
    return {file for _id, block in maps_in(root(doc, "blocks")) for file in _held_by(block)}


def _held_by(block: Map[Any]) -> Iterator[File]:
    for field, model in CHOICES.items():
        chosen = _chosen(block, field)
        if chosen is not None:
            yield model, chosen
    rich = block.get(RICH_SLOT)
    if isinstance(rich, XmlFragment):
        links = (run.link for text in _texts_in(rich) for run in text_runs(text))
        yield from ((SiteDocument, key) for kind, key in filter(None, links) if kind == "document")


def _brought_by_who_may_not(room: Room, hidden: set[File]) -> set[File]:
    if len(hidden) > _MOST_TRACED:
        return hidden
    log = _Log(room)
    return {file for file in hidden if not log.came_from_a_reader(file)}


def _hidden_from(people: Collection[int], files: Collection[File]) -> set[File]:
    """Those of these files that one of these people may not read."""
    hidden = {
        (type(file), str(file.pk))
        for person in User.objects.filter(pk__in=people)
        for file in unreadable_files(person, files)
    }
    return hidden & set(files)


class _Log:
    """What of files the document held after so many of the updates since its snapshot."""

    def __init__(self, room: Room) -> None:
        rows = rows_of(room).filter(pk__gt=room.snapshot_seq).values_list("person", "payload")
        self.writers, payloads = [], []
        for person, payload in rows:
            self.writers.append(person)
            payloads.append(bytes(payload))
        self._payloads = [bytes(room.snapshot), *payloads]
        self._held: dict[int, set[File]] = {}

    def held_after(self, count: int) -> set[File]:
        if count not in self._held:
            doc: Doc = new_doc()
            doc.apply_update(merged(self._payloads[: count + 1]))
            self._held[count] = _held(doc)
        return self._held[count]

    def came_from_a_reader(self, file: File) -> bool:
        """Whether who brought the file into the document may read it.

        Where the log does not tell any more, every author counts as having done so.
        """
        if file in self.held_after(0):
            return False
        without, with_it = 0, len(self.writers)
        while with_it - without > 1:
            middle = (without + with_it) // 2
            if file in self.held_after(middle):
                with_it = middle
            else:
                without = middle
        writer = self.writers[with_it - 1]
        return writer is None or not _hidden_from([writer], [file])


def _put_back(room: Room, doc: Doc, foreign: set[File]) -> int | None:
    """Write, as the server, that no block uses `foreign`; the key of that update."""
    own: Doc = new_doc(room.server_client)
    own.apply_update(doc.get_update())
    written: list[bytes] = []
    watched = own.observe(lambda event: written.append(event.update))
    before = {block["id"]: block["value"] for block in room.base_body.get("body") or ()}
    with own.transaction():
        for key, block in maps_in(root(own, "blocks")):
            _restore_choices(block, before.get(key), foreign)
            _unlink(block, {key for model, key in foreign if model is SiteDocument})
    own.unobserve(watched)
    return write_as_server(room, doc, merged(written))


def _restore_choices(block: Map[Any], before: Any, foreign: set[File]) -> None:
    """Have what a block chooses among `foreign` be what it chose before."""
    for field, model in CHOICES.items():
        if (model, _chosen(block, field)) in foreign:
            block[f"choice:{field}"] = before.get(field) if isinstance(before, dict) else None


def _chosen(block: Map[Any], field: str) -> str | None:
    """The key of the file that a block chooses, as a text would read it."""
    key = values.of_block(Field(Kind.FILE, f"choice:{field}"), block)
    return None if key is None else str(key)


def _unlink(block: Map[Any], keys: set[str]) -> None:
    """Take links to these documents off the words of a block."""
    rich = block.get(RICH_SLOT)
    if not keys or not isinstance(rich, XmlFragment):
        return
    for text in _texts_in(rich):
        at = 0
        for words, marks in text.diff():
            size = len(words.encode()) if isinstance(words, str) else 1
            if _document_of(marks or {}) in keys:
                text.format(at, at + size, {"link": None})
            at += size


def _document_of(marks: Mapping[str, Any]) -> str | None:
    kind, key = run_of("", marks).link or ("", "")
    return key if kind == "document" else None


def _texts_in(holder: XmlFragment | XmlElement) -> Iterator[XmlText]:
    for child in holder.children:
        if isinstance(child, XmlText):
            yield child
        elif isinstance(child, XmlElement):
            yield from _texts_in(child)
