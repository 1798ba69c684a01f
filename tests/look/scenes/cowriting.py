"""The scene for co-writing: an evening on one text, words that came too late on another."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from pycrdt import Doc

from contributions.models import ContributionPage, ContributionRecord
from cowriting.document.reading import live, root
from cowriting.models import DraftVisit, Room, Update
from cowriting.record.opening import open_room
from cowriting.record.saving import save_now
from people.models import User
from tests.cowriting.typing import Change, first_text, in_page, in_slot, late, write_in_room


def set_scene() -> dict[str, str]:
    """Two people write `chaleurs-sante` over three hours; a text in review has late words."""
    text = _text("chaleurs-sante")
    finding, proposal = _evening(text)
    _last_visit(text)
    _late_words(_text("chaleurs-cadre-de-vie"))
    return {
        "finding": finding, "proposal": proposal, "moment": str(_last_moment(text)),
        "write": str(text.pk),
    }  # fmt: skip


def _text(ref: str) -> ContributionPage:
    return ContributionRecord.objects.select_related("page").get(ref=ref).page


def _person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def _evening(text: ContributionPage) -> tuple[str, str]:
    """The keys of the first finding and the first proposal."""
    camille, dominique = _person("camille.exemple"), _person("dominique.modele")
    begun = timezone.now() - timedelta(hours=14)
    room = open_room(text, by=camille)
    Update.objects.filter(room=room).update(at=begun - timedelta(hours=1))
    finding, proposal = (_first(room, kind) for kind in ("finding", "proposal"))
    acts: list[tuple[User, Change, int]] = [
        (camille, in_page("summary", " Deux étés de suite, les mêmes rues ont eu trop chaud."), 0),
        (dominique, in_slot(finding, "territory", "Quartiers sans arbres"), 4),
        (camille, _in_words(finding, 14, "du registre "), 65),
        (dominique, _in_words(proposal, 0, "Avec les centres sociaux : "), 70),
        (camille, in_slot(proposal, "means", "Trois postes et une salle fraîche"), 130),
    ]
    for person, change, minutes in acts:
        write_in_room(text, person, change, at=begun + timedelta(minutes=minutes))
    save_now(text.pk, at=begun + timedelta(hours=3))
    return finding, proposal


def _first(room: Room, kind: str) -> str:
    doc: Doc[Any] = Doc()
    doc.apply_update(bytes(room.snapshot))
    return next(key for key, block in live(root(doc, "blocks")) if block["type"] == kind)


def _in_words(key: str, place: int, words: str) -> Change:
    def change(doc: Doc[Any]) -> None:
        text = first_text(root(doc, "blocks")[key])
        text.insert(min(place, len(text)), words)

    return change


def _last_visit(text: ContributionPage) -> None:
    """Camille read the draft before the evening, and reads it now."""
    before = text.revisions.order_by("created_at").first()
    then: datetime = timezone.now() - timedelta(days=2)
    DraftVisit.objects.create(
        person=_person("camille.exemple"), page=text, seen_at=then, seen_revision=before
    )


def _late_words(text: ContributionPage) -> None:
    writer = _person("gaby.croquis")
    room = open_room(text, by=writer)
    late(room, writer, in_page("summary", " Une phrase tapée à la dernière minute."))


def _last_moment(text: ContributionPage) -> int:
    return Update.objects.filter(room__page=text, refused=False).latest("pk").pk
