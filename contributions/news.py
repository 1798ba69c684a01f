"""The table of news: what is told of each event of a text's life, and to whom.

A sentence is made when it is read, in the reader's language: what happened, by whom, to
which text, and what there is to know beside it (until when, from where to where).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.deadlines import in_both_zones
from groups.enums import Step
from kit.access import Registry

from . import recipients as to
from .enums import EventKind
from .facts import TextFacts
from .late import words_on_failure
from .models import ContributionPage, TextEvent

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from people.models import User

Data = dict[str, Any]

#: Rooms above say where a person answers for a centre on a version of a text, by their
#: numbers: a path, empty for who is asked nothing.
ways_to_answer: Registry[Callable[[User, int, int | None], str]] = Registry()

# -- The words of it -------------------------------------------------------------------


def _note(page: ContributionPage, event: TextEvent) -> str:
    return event.note


def _question(page: ContributionPage, event: TextEvent) -> str:
    """What the call asks."""
    return page.record.call.question if page.record.call else ""


def _no_words(page: ContributionPage, event: TextEvent) -> str:
    return ""


def _summary(page: ContributionPage, event: TextEvent) -> str:
    """The first words of the text, as the event left it."""
    revision = event.version.revision if event.version else page.latest_revision
    return str(revision.as_object().summary) if revision else ""


def _note_or_summary(page: ContributionPage, event: TextEvent) -> str:
    """What was said of it, else the first words of the text."""
    return event.note or _summary(page, event)


# -- Beside it -------------------------------------------------------------------------


def _nothing(data: Data) -> str:
    return ""


def _before(data: Data) -> str:
    """By when it is to be done, where somebody set a date."""
    due = data.get("due")
    if not due:
        return ""
    return _("à faire avant le %(date)s") % {"date": in_both_zones(datetime.fromisoformat(due))}


def _until(data: Data) -> str:
    until = in_both_zones(datetime.fromisoformat(data["until"]))
    return _("jusqu'au %(date)s") % {"date": until}


def _at_the_minute(data: Data) -> str:
    minute = in_both_zones(datetime.fromisoformat(data["minute"]))
    return _("pour le %(date)s") % {"date": minute}


def _from_group_to_group(data: Data) -> str:
    return _("de « %(left)s » à « %(joined)s »") % data


def _which_group(data: Data) -> str:
    return _("« %(joined)s »") % data


def moved_date(data: Data) -> str:
    """Which step ends when, from now on."""
    step = Step(data["step"]).label
    if not data.get("due"):
        return _("%(step)s : plus de date") % {"step": step}
    due = in_both_zones(datetime.fromisoformat(data["due"]))
    return _("%(step)s : %(date)s") % {"step": step, "date": due}


# -- Where it leads --------------------------------------------------------------------


def _to_work(data: Data, facts: TextFacts) -> str:
    """The page of the text's work; a person who lost the text is led to their own space."""
    if not facts.follows(data["text"]):
        return reverse("desk")
    return reverse("contributions:work", args=[data["text"]])


def _to_version(data: Data, facts: TextFacts) -> str:
    if data["version"] is None:
        return reverse("contributions:draft", args=[data["text"]])
    return reverse("contributions:version", args=[data["text"], data["version"]])


def _to_answer(data: Data, facts: TextFacts) -> str:
    """Where this person answers for a centre that is asked; the version for everyone else."""
    ways = (way(facts.person, data["text"], data["version"]) for way in ways_to_answer)
    return next(filter(None, ways), "") or _to_version(data, facts)


def _to_mask(data: Data, facts: TextFacts) -> str:
    """Where a second person looks at it; the text's work for everyone else."""
    if facts.masks(data["text"]):
        return reverse("contributions:mask", args=[data["mask"]])
    return _to_work(data, facts)


def _to_public(data: Data, facts: TextFacts) -> str:
    return reverse("contributions:permanent", args=[data["text"]])


# -- Who may still know ----------------------------------------------------------------


def _follows(data: Data, facts: TextFacts) -> bool:
    return facts.follows(data["text"])


def _reads(data: Data, facts: TextFacts) -> bool:
    return facts.reads(data["text"])


def _is_opened(data: Data, facts: TextFacts) -> bool:
    return data["text"] in facts.opened


def _follows_or_was_there(data: Data, facts: TextFacts) -> bool:
    return facts.follows(data["text"]) or facts.is_in([data.get("left_group", 0)])


@dataclass(frozen=True)
class News:
    """What is told of an event. `known`: to whom it may still be told when it is read;
    `public`: everyone may know the title and the words; `beside`: what ends the line."""

    what: StrOrPromise
    to: tuple[to.Whom, ...]
    leads: Callable[[Data, TextFacts], str] = _to_work
    words: Callable[[ContributionPage, TextEvent], str] = _note
    known: Callable[[Data, TextFacts], bool] = _follows
    beside: Callable[[Data], str] = _nothing
    public: bool = False


#: The one table. An event that is not in it is no news.
NEWS: dict[str, News] = {
    EventKind.CREATED: News(
        gettext_lazy("Texte demandé à votre groupe"), (to.members_when_called,),
        words=_question, beside=_before,
    ),
    EventKind.PROPOSED: News(
        gettext_lazy("Soumission proposée"), (to.coordinators,), beside=_before
    ),
    EventKind.REVIEW_OPENED: News(
        gettext_lazy("Relecture ouverte"), (to.members, to.asked_centres),
        leads=_to_answer, words=_note_or_summary, known=_reads, beside=_before,
    ),
    EventKind.SUBMITTED: News(
        gettext_lazy("Texte soumis à la validation"), (to.deciding_moderators,), beside=_before
    ),
    EventKind.RETURNED: News(gettext_lazy("Texte renvoyé au groupe"), (to.members,)),
    EventKind.RECALLED: News(
        gettext_lazy("Texte rappelé par le groupe"),
        (to.members, to.asked_centres, to.moderators_told),
    ),
    EventKind.VALIDATED: News(gettext_lazy("Texte validé"), (to.members,)),
    EventKind.SCHEDULED: News(
        gettext_lazy("Publication programmée"), (to.members,), beside=_at_the_minute
    ),
    EventKind.UNSCHEDULED: News(gettext_lazy("Programmation annulée"), (to.members,)),
    EventKind.PUBLICATION_FAILED: News(
        gettext_lazy("Publication programmée qui n'a pas eu lieu"),
        (to.who_scheduled, to.moderators, to.coordinators), beside=words_on_failure,
    ),
    EventKind.PUBLISHED: News(
        gettext_lazy("Texte publié"), (to.members, to.asked_centres),
        leads=_to_public, words=_summary, public=True,
    ),
    EventKind.EDITION_OPENED: News(gettext_lazy("Nouvelle édition ouverte"), (to.members,)),
    EventKind.REPLACED: News(
        gettext_lazy("Texte remplacé par un plus récent"), (to.members, to.every_asked_centre),
        leads=_to_public, words=_no_words, public=True,
    ),
    EventKind.WITHDRAWAL_ASKED: News(
        gettext_lazy("Retrait demandé"), (to.coordinators, to.who_inherits, to.moderators)
    ),
    EventKind.WITHDRAWN: News(
        gettext_lazy("Publication retirée"), (to.members, to.every_asked_centre), public=True
    ),
    EventKind.READING_OPENED: News(
        gettext_lazy("Lecture ouverte"), (to.the_readers,),
        leads=_to_version, words=_note_or_summary, known=_is_opened, beside=_until,
    ),
    EventKind.READING_EXTENDED: News(
        gettext_lazy("Lecture prolongée"), (to.the_readers,),
        leads=_to_version, known=_is_opened, beside=_until,
    ),
    EventKind.ASSOCIATED: News(
        gettext_lazy("Groupe associé au texte"), (to.members,), beside=_which_group
    ),
    EventKind.MOVED: News(
        gettext_lazy("Texte passé à un autre groupe"), (to.members, to.the_group_left),
        known=_follows_or_was_there, beside=_from_group_to_group,
    ),
    EventKind.DATES_MOVED: News(
        gettext_lazy("Échéance déplacée"), (to.members, to.who_is_waited_for), beside=moved_date
    ),
    EventKind.MASKED: News(
        gettext_lazy("Passage masqué"), (to.members, to.moderators, to.network), leads=_to_mask
    ),
    EventKind.MASK_CONFIRMED: News(
        gettext_lazy("Masque confirmé"), (to.coordinators, to.who_masked), leads=_to_mask
    ),
    EventKind.MASK_LIFTED: News(
        gettext_lazy("Masque levé"), (to.members, to.who_masked, to.centres_that_did_not_read_it),
        leads=_to_mask,
    ),
    EventKind.TRASHED: News(gettext_lazy("Texte mis à la corbeille"), (to.members,)),
    EventKind.BROUGHT_BACK: News(gettext_lazy("Texte sorti de la corbeille"), (to.members,)),
}  # fmt: skip
