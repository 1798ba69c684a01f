"""A document for who reads a text and not its history: the present words, and no other.

The shared document of a text holds every word that was ever deleted in it.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256

from ..document.conversion import seed, words_of
from ..document.crdt import new_doc
from ..models import Room
from ..protocol import wire
from .foreign import without_masked
from .replaying import replay


@dataclass(frozen=True)
class Shown:
    """`update` makes the document, all of it written under `client`; `clock`: how far that
    client has come in it. The same words make the same document, under the same id."""

    update: bytes
    client: int
    clock: int

    def since(self, known: bytes, own: Collection[int] = ()) -> bytes | None:
        """What a browser with the state vector `known` lacks; None for one that holds
        another document, into which this one cannot be merged. Under the client ids `own`
        it may have words of its person. Raises Malformed."""
        if not wire.state_vector(known).keys() <= {self.client, *own}:
            return None
        doc = new_doc()
        doc.apply_update(self.update)
        return doc.get_update(known)


def present_document(room_id: int) -> Shown:
    """What is durable in a room now, as a document without a past.

    Raises Room.DoesNotExist.
    """
    room = Room.objects.get(pk=room_id)
    words = without_masked(words_of(replay(room)[0], room.base_body), room)
    spelled = json.dumps([room.epoch, words], sort_keys=True, ensure_ascii=False)
    client = int.from_bytes(sha256(spelled.encode()).digest()[:4]) or 1
    update = seed(words, client=client)
    doc = new_doc()
    doc.apply_update(update)
    return Shown(update, client, wire.state_vector(doc.get_state()).get(client, 0))
