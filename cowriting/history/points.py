"""The states of a text that one may compare: versions, moments, revisions, today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from contributions.models import ContributionPage
from contributions.public import proposals_by_block
from contributions.rules import readable_versions
from contributions.words import Piece, pieces_of
from kit.access import AnyUser
from people.models import User

from ..models import DraftVisit, Room
from ..plain.parts import present_words
from ..record.base import Words
from ..record.foreign import readable_words
from .timeline import Moment, last_before, moment_of, moments_of, pieces_at, words_at

NOW, VISIT = "maintenant", "visite"
#: How many moments, and how many revisions saved elsewhere, one chooses from.
_MOST = 60


@dataclass(frozen=True)
class Point:
    """A state of a text by its key; `at` is when the text was so, None for today."""

    key: str
    label: str
    at: datetime | None = None


class Points:
    """The states of one text that one person may read.

    The caller knows that they read the draft.
    """

    def __init__(self, page: ContributionPage, user: AnyUser) -> None:
        self.page, self.user = page, user
        self.room = Room.objects.filter(page=page.pk).first()
        self.moments = moments_of(self.room) if self.room else []
        self.versions = {version.number: version for version in readable_versions(user, page)}

    def choices(self) -> list[Point]:
        """What there is to choose from, the newest first."""
        dated = [self._of_version(number) for number in self.versions]
        dated += [self._of_moment(moment) for moment in self.moments[-_MOST:]]
        dated += self._of_revisions()
        dated.sort(key=lambda point: point.at.timestamp() if point.at else 0.0, reverse=True)
        return [self.now(), *dated]

    def now(self) -> Point:
        return Point(NOW, _("Le texte d'aujourd'hui"))

    def _of_version(self, number: int) -> Point:
        version = self.versions[number]
        return Point(f"v{number}", str(version), version.created_at)

    def _of_moment(self, moment: Moment) -> Point:
        label = (
            _("Au début de l'écriture à plusieurs") if moment.begins else _("Écriture à plusieurs")
        )
        return Point(f"m{moment.last}", label, moment.ended_at)

    def _of_revisions(self) -> list[Point]:
        """Those that were saved elsewhere than in the room, or before it."""
        rows = self.page.revisions.filter(from_room=None).order_by("-created_at", "-pk")
        found = rows.values_list("pk", "created_at")[:_MOST]
        return [Point(f"r{key}", _("Enregistrement"), at) for key, at in found]

    def find(self, key: str) -> tuple[Point, list[Piece]] | None:
        """A state and its pieces; None for what this text has not, or not for them."""
        kind, number = key[:1], key[1:]
        if key == NOW:
            return self.now(), self._pieces(present_words(self.page))
        if key == VISIT:
            return self._last_visit()
        if not number.isdecimal() or len(number) > 18:
            return None
        if kind == "v" and int(number) in self.versions:
            text = self.versions[int(number)].revision.as_object()
            return self._of_version(int(number)), pieces_of(text, self.ranks)
        if kind == "m":
            return self._at(moment_of(self.moments, int(number)))
        return self._revision(int(number)) if kind == "r" else None

    def _at(self, moment: Moment | None) -> tuple[Point, list[Piece]] | None:
        if moment is None or self.room is None:
            return None
        return self._of_moment(moment), self._pieces(words_at(self.room, moment))

    def _revision(self, key: int | None) -> tuple[Point, list[Piece]] | None:
        revision = self.page.revisions.filter(pk=key).first()
        if revision is None:
            return None
        point = Point(f"r{revision.pk}", _("Enregistrement"), revision.created_at)
        return point, pieces_of(revision.as_object(), self.ranks)

    def _last_visit(self) -> tuple[Point, list[Piece]] | None:
        """The draft as it was at this person's visit before this one."""
        if not isinstance(self.user, User):
            return None
        visit = DraftVisit.objects.filter(person=self.user, page=self.page).first()
        if visit is None or visit.since is None:
            return None
        found = None
        if visit.since_update is not None:
            found = self._at(last_before(self.moments, visit.since_update))
        found = found or self._revision(visit.since_revision_id)
        if found is None:
            return None
        return Point(VISIT, _("Votre dernière visite"), visit.since), found[1]

    def _pieces(self, words: Words) -> list[Piece]:
        if self.room is not None:
            words = readable_words(words, self.room, self.user)
        return pieces_at(self.page, words, self.ranks)

    @property
    def ranks(self) -> Mapping[str, int]:
        return {key: row.rank for key, row in proposals_by_block(self.page).items()}
