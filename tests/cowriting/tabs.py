"""A browser's page in the village, which knows what became of every word typed in it."""

from __future__ import annotations

from typing import Any

from pycrdt import Doc, Map, Text, XmlElement, XmlFragment, XmlText, get_update, merge_updates

from cowriting.document.ordering import between
from cowriting.document.reading import live, maps_in, order_of, root, scalar
from cowriting.document.shape import PAGE, SHAPE, Kind
from cowriting.protocol import wire
from cowriting.record.replaying import holds_back

from .clients import Writer
from .typing import Change
from .village import Process, Village, Wire

_FINAL, _OURS = {4401, 4403, 4409, 4426}, {4400, 4413}
_TRIES = 5
_TYPED = (Kind.LINE, Kind.LINES, Kind.RICH, Kind.PLAIN_RICH)
Place = tuple[str, str]


class Tab(Writer):
    """What the page of the real browser does with the frames that it gets.

    `sure`: words that the server acknowledged; `told`: words that were given back to
    their writer, on the page; `waiting`: those that the browser still keeps; `in_parts`:
    it says what it has in parts, as after words that the server could not take.
    """

    def __init__(self, village: Village, name: str, page_id: int, session_key: str) -> None:
        super().__init__(None, page_id, session_key)  # type: ignore[arg-type]
        self.name = name
        self.sure: set[str] = set()
        self.told: set[str] = set()
        self.ended = self._begins_again = self.in_parts = False
        self.process: Process | None = None
        self._village = village
        self._line: Wire | None = None
        self._saying: tuple[str, ...] = ()
        self._bad_closes = 0

    @property
    def waiting(self) -> set[str]:
        return {word for entry in self.pending for word in entry[2]}

    @property
    def may_type(self) -> bool:
        return self.mode == "rw" and not self.ended and "title" in root(self.doc, "page")

    @property
    def is_still(self) -> bool:
        """Connected, with nothing on its way in either direction."""
        line = self._line
        return self.synced and not self.pending and line is not None and not line.frames

    # -- The connection ----------------------------------------------------------------

    def join(self, process: Process) -> None:
        """Connect; or load the page again when it had ended."""
        if self._line is not None or not process.lives:
            return
        if self.ended or self._begins_again:
            self._load_again()
        self.frames, self.acked, self.process = 0, 0, process
        for entry in self.pending:
            entry[1] = 0
        self._line = process.connect(
            self.page_id, self.session_key, epoch=self.epoch or "", client=self.client or ""
        )

    def _load_again(self) -> None:
        """Another life of the document, with what this browser kept."""
        if self.ended and self.code == 4409:
            self.told |= self.waiting
            self.pending, self.epoch = [], None
        self.ended = self._begins_again = False
        self._bad_closes = 0
        self.doc.unobserve(self._subscription)
        self.doc, self.client = Doc(), None
        self._watch()
        for entry in self.pending:
            self._apply(entry[0])

    def cut(self, *, losing: bool) -> None:
        if self._line is not None:
            self._line.cut(losing=losing)
            self._closed(1006)

    def reload(self) -> None:
        """The page is loaded again, without a line: what it has is what the browser kept."""
        self.cut(losing=True)
        self._load_again()

    def _closed(self, code: int) -> None:
        self._line, self.code = None, code
        self.synced = self.answered = False
        self._bad_closes = self._bad_closes + 1 if code in _OURS else 0
        self.ended = code in _FINAL or self._bad_closes >= _TRIES

    async def send(self, frame: bytes) -> None:
        if self._line is not None:
            self._line.put(frame)

    async def hear(self, most: int = 10_000) -> None:
        """Take in what arrived."""
        if self._begins_again:
            if self._line is not None:
                self._line.cut(losing=False)
            self._line = None
            assert self.process is not None
            self.join(self.process)
            return
        line = self._line
        while line is not None and line.frames and most:
            await self._receive(line.frames.popleft())
            most -= 1
        if line is not None and not line.frames and line.broken:
            self._closed(line.code or 1006)

    async def _receive(self, data: bytes) -> None:
        before = list(self.pending)
        await super()._receive(data)
        if data[0] == wire.Kind.ACK:
            done = [entry for entry in before if entry not in self.pending]
            self.sure |= {word for entry in done for word in entry[2]}
            self._bad_closes = 0 if done else self._bad_closes

    async def _obey(self, control: dict[str, Any]) -> None:
        await super()._obey(control)
        if control["kind"] == "refused":
            self.told |= self.waiting
            self.pending = []
        if control["kind"] in ("refused", "reset"):
            self._begins_again = True

    async def _sync(self, step: int, payload: bytes) -> None:
        if step != wire.Sync.STEP1:
            await super()._sync(step, payload)
            return
        self.frames += 1
        self.answered = True
        for entry in self.pending:
            entry[1] = self.frames
        if self.in_parts:
            await self._say_in_parts()
        else:
            await self.send(wire.step2(self._all_since(payload)))

    async def _say_in_parts(self) -> None:
        await self.send(wire.step2(b"\x00\x00"))
        for entry in self.pending:
            self.frames += 1
            entry[1] = self.frames
            await self.send(wire.update(entry[0]))

    def _all_since(self, state: bytes) -> bytes:
        """As Yjs answers: with what waits for something missing."""
        kept = [entry[0] for entry in self.pending]
        if kept and holds_back(self.doc, merge_updates(*kept)):
            return get_update(merge_updates(self.doc.get_update(), *kept), state)
        return self.doc.get_update(state)

    def _become(self, client: int) -> None:
        """Another document under another id holds back what its first one held back."""
        super()._become(client)
        for entry in self.pending:
            self._apply(entry[0])

    # -- Typing ------------------------------------------------------------------------

    def _changed(self, event: Any) -> None:
        if not self._remote:
            self.pending.append([event.update, 0, self._saying])

    def do(self, change: Change, *words: str) -> None:
        """Change the document, saying these new words."""
        self._saying = words
        self._village.play(self.type(change))
        self._saying = ()

    def blocks(self) -> list[tuple[str, Map[Any]]]:
        """The blocks that stand, in order."""
        return live(root(self.doc, "blocks"))

    def bin(self) -> list[str]:
        standing = {key for key, _block in self.blocks()}
        return [key for key, _block in maps_in(root(self.doc, "blocks")) if key not in standing]

    def places(self) -> list[Place]:
        """Where one can type: a block and a slot, or the page and a field."""
        found = [("page", name) for name in sorted(PAGE) if name != "title"]
        for key, block in self.blocks():
            fields = SHAPE.get(scalar(block, "type", str) or "", {})
            found += [(key, field.slot) for field in fields.values() if field.kind in _TYPED]
        return found

    def type_at(self, place: Place, rank: int, word: str) -> None:
        """A word between two words, or at an end."""

        def change(doc: Doc[Any]) -> None:
            text = text_at(doc, place, make=True)
            assert text is not None
            said = plain(text)
            gaps = [0, *(at for at, letter in enumerate(said) if letter == " "), len(said)]
            at = gaps[rank % len(gaps)]
            text.insert(len(said[:at].encode()), f" {word} ")

        self.do(change, word)

    def erase(self, place: Place, rank: int) -> str | None:
        """Take away one of the words that were typed here since; which one."""
        text = text_at(self.doc, place)
        typed = [word for word in plain(text).split() if word[0] == "w"] if text else []
        if text is None or not typed:
            return None
        word = typed[rank % len(typed)]

        def change(doc: Doc[Any]) -> None:
            there = text_at(doc, place)
            assert there is not None
            at = len(plain(there).partition(word)[0].encode())
            del there[at : at + len(word.encode())]

        self.do(change)
        return word

    def write_scalar(self, key: str, name: str, value: Any) -> None:
        def change(doc: Doc[Any]) -> None:
            root(doc, "blocks")[key][name] = value

        self.do(change)

    def move(self, key: str, rank: int) -> None:
        """Put a block elsewhere: its order, and nothing else."""
        others = [order_of(block) for other, block in self.blocks() if other != key]
        at = rank % (len(others) + 1)
        before, after = others[at - 1] if at else None, others[at] if at < len(others) else None
        self.write_scalar(key, "order", between(before, after, self.client or 0))


def plain(text: Text | XmlText) -> str:
    if isinstance(text, Text):
        return str(text)
    return "".join(words for words, _marks in text.diff() if isinstance(words, str))


def text_at(doc: Doc[Any], place: Place, *, make: bool = False) -> Text | XmlText | None:
    holder, slot = place
    if holder == "page":
        found = root(doc, "page").get(slot)
    else:
        found = root(doc, "blocks")[holder].get(slot)
    if not isinstance(found, XmlFragment):
        return found if isinstance(found, Text) else None
    text = _first_text(found)
    if make and text is None:
        text = XmlText()
        found.children.append(XmlElement("paragraph", {}, [text]))
    return text


def _first_text(holder: XmlFragment | XmlElement) -> XmlText | None:
    for child in holder.children:
        inner = child if isinstance(child, XmlText) else _first_text(child)
        if inner is not None:
            return inner
    return None


def spelled(doc: Doc[Any]) -> dict[Place, str]:
    """Every text of a document by its place, those that nobody sees too."""
    found = {("page", name): str(text) for name, text in root(doc, "page").items()}
    for key, block in maps_in(root(doc, "blocks")):
        found |= {
            (key, slot): str(text)
            for slot, text in block.items()
            if isinstance(text, Text | XmlFragment)
        }
    return found
