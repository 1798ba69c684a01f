"""What transmissions and answers do when their text moves on, and what they show beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django.db.models import Model
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from contributions.audience import addressees_of
from contributions.beside import WorkLink, beside_work
from contributions.enums import EventKind
from contributions.life import tell_details
from contributions.masks.everywhere import cover_rows
from contributions.masks.words import Cover
from contributions.models import ContributionPage, ContributionRecord, TextEvent, Version
from contributions.passages import words_beside
from contributions.signals import life_written, passages_covered
from contributions.told_of_blocks import Told, told_of_blocks
from kit.access import AnyUser
from media.access import file_keepers, file_readers
from media.models import SiteDocument
from notifications.enums import LetterState
from notifications.models import Letter

from .answering import bodies_of
from .letters import TRANSMISSION, write_what_became
from .models import Reply, ReplyState, Transmission
from .models.replies import came_out
from .notifications import BECAME, tell_became
from .rules import (
    can_read_proof,
    is_told_of_replies,
    is_told_of_transmissions,
    verdict_on_replies,
    verdict_on_transmissions,
)
from .sources import hide_sources

Data = dict[str, Any]


# -- When the text moves on ------------------------------------------------------------


#: What happens to one version and says nothing of another, which its readers may not know of.
_OF_ONE_TEXT = frozenset(
    {
        EventKind.RECALLED, EventKind.CORRECTED, EventKind.SIGNED,
        EventKind.SIGNATURE_CANCELLED, EventKind.SIGNATURE_WITHDRAWN,
    }
)  # fmt: skip


@receiver(life_written)
def tell_addressees(sender: Any, page: ContributionPage, event: TextEvent, **kwargs: Any) -> None:
    """Accounts by news, the others by a letter, in the transaction of the event."""
    if event.kind not in BECAME:
        return
    rows = Transmission.objects.open(event.at).filter(
        version__record=page.record, sent_at__lte=event.at
    )
    if event.kind in _OF_ONE_TEXT and event.version_id is not None:
        rows = rows.filter(version__in=_told_of(event))
    for transmission in rows.select_related("version", "addressee").order_by("-pk"):
        if transmission.addressee_id:
            tell_became(page, event, transmission)
        elif transmission.email:
            write_what_became(transmission, event.kind, BECAME[event.kind], event.at)


def _told_of(event: TextEvent) -> list[int]:
    """Keys of the versions whose readers learn of an event; a correction that was carried to
    the next edition is one of that edition too."""
    keys = [event.version_id, event.data.get("carried_version")]
    versions = Version.objects.filter(pk__in=[key for key in keys if key is not None])
    return [key for version in versions for key in version.same_text()]


@receiver(passages_covered)
def hide_in_what_was_sent(
    sender: Any, page: ContributionPage, covers: Sequence[Cover], **kwargs: Any
) -> None:
    """Messages and answers may quote the text; so may a letter that has not left yet."""
    record = page.record
    cover_rows(Reply.objects.filter(record=record), covers, "words", "closing_reason")
    hide_sources(record)
    sent = Transmission.objects.filter(version__record=record)
    cover_rows(sent, covers, "message")
    keys = [f"{TRANSMISSION}:{each}" for each in sent.values_list("token_hash", flat=True) if each]
    held = Letter.objects.exclude(state=LetterState.SENT).filter(kind=TRANSMISSION, key__in=keys)
    cover_rows(held, covers, "subject", "text", "html")


@words_beside.register
def words_of_replies(page: ContributionPage, user: AnyUser) -> list[str]:
    """A passage may stand in an answer alone: what is public, and for its people the rest."""
    rows = Reply.objects if verdict_on_replies(user, page) else Reply.objects.public()
    return list(rows.filter(record=page.record).values_list("words", flat=True))


# -- Beside the text -------------------------------------------------------------------


@addressees_of.register
def organisations_reading(version: Version) -> list[str]:
    """To whom a version is open today, each once."""
    rows = Transmission.objects.open().filter(version=version).order_by("organisation")
    return list(rows.values_list("organisation", flat=True).distinct())


@beside_work.register
def ways_to_addressees(user: AnyUser, page: ContributionPage) -> list[WorkLink]:
    number, links = page.record.pk, []
    if verdict_on_transmissions(user, page):
        words = _("Transmettre à des destinataires")
        links.append(WorkLink(reverse("proposals:transmissions", args=[number]), words))
    if verdict_on_replies(user, page):
        words = _("Réponses des destinataires")
        links.append(WorkLink(reverse("proposals:replies", args=[number]), words))
    return links


def _to_whom(data: Data) -> list[str]:
    said = [_("%(organisation)s, version %(number)s") % data] if "organisation" in data else []
    return [*said, _("Envoyée par erreur")] if data.get("mistaken") else said


def _answered(data: Data) -> list[str]:
    if data.get("state") not in ReplyState.values:
        return _to_whom(data)
    return [*_to_whom(data), str(ReplyState(data["state"]).label)]


for _kind in (EventKind.TRANSMITTED, EventKind.TRANSMISSION_ENDED, EventKind.ACKNOWLEDGED):
    tell_details(_kind, _to_whom, to=is_told_of_transmissions)
for _kind in (EventKind.REPLY_RECORDED, EventKind.REPLY_OPENED, EventKind.REPLY_CLOSED):
    tell_details(_kind, _answered, to=is_told_of_replies)


# -- What everyone may know ------------------------------------------------------------


@told_of_blocks.register
def told_of_addressees(
    record: ContributionRecord, blocks: Sequence[str]
) -> Mapping[str, Sequence[Told]]:
    """To which organisations the text was handed, where it was said to be public and was no
    mistake, and the answers that are; nothing of a text that the public does not read. Four
    queries; each body that was handed is read once."""
    found: dict[str, list[Told]] = {block: [] for block in blocks}
    if not record.page.live or record.withdrawn_at is not None or record.trashed_at is not None:
        return found
    sent = Transmission.objects.filter(
        came_out(), version__record=record, is_public=True, mistaken=False
    ).select_related("version")
    held = bodies_of({each.version.revision_id for each in sent})
    for transmission in sent:
        told = _told_of_sending(transmission)
        for block in blocks:
            if block in held[transmission.version.revision_id]:
                found[block] += told
    replies = Reply.objects.public().filter(record=record).prefetch_related("blocks")
    for reply in replies:
        for each in reply.blocks.all():
            if (key := str(each.block_id)) in found:
                found[key].append(_told_of_reply(reply))
    return found


def _told_of_sending(transmission: Transmission) -> list[Told]:
    who = {"organisation": transmission.organisation}
    told = [Told(transmission.sent_at, _("Transmise à %(organisation)s") % who)]
    if transmission.acknowledged_at:
        told.append(Told(transmission.acknowledged_at, _("Reçue par %(organisation)s") % who))
    return told


def _told_of_reply(reply: Reply) -> Told:
    what = _("%(organisation)s répond : %(state)s") % {
        "organisation": reply.addressee, "state": reply.get_state_display(),
    }  # fmt: skip
    source = reply.source or (
        reverse("proposals:reply_file", args=[reply.pk]) if reply.file_is_public else ""
    )
    return Told(moment_of(reply), what, reply.words, url=source, anchor=reply.anchor)


def moment_of(reply: Reply) -> datetime:
    """When it was given, as far as it says: its own day, at noon where only that is known."""
    if timezone.localdate(reply.recorded_at) == reply.dated:
        return reply.recorded_at
    return timezone.make_aware(datetime.combine(reply.dated, time(12)))


# -- Proofs ----------------------------------------------------------------------------


@file_readers.register
def reads_as_a_proof(user: AnyUser, file: Model) -> bool:
    """Whether a file goes with an answer that `user` reads."""
    if not isinstance(file, SiteDocument):
        return False
    rows = Reply.objects.filter(document=file.pk).select_related(
        "record__page", "record__lead_group", "transmission"
    )
    return any(can_read_proof(user, reply) for reply in rows)


@file_keepers.register
def proves_an_answer(file: Model) -> str:
    """What an answer rests on stays as it is."""
    used = isinstance(file, SiteDocument) and Reply.objects.filter(document=file.pk).exists()
    return _("La réponse d'un destinataire s'appuie sur ce fichier.") if used else ""
