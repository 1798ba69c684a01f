"""Keep what an addressee answered to some proposals of a version."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from contributions.actions.base import NotNow, locked, required_note, write_event
from contributions.enums import EventKind
from contributions.masks.words import covered
from contributions.models import ContributionPage, Mask, Version
from kit.access import Refused, require
from kit.clock import moment
from media.models import SiteDocument
from people.models import User
from proposals.answering import proposal_blocks_of
from proposals.models import Reply, ReplyBlock, ReplyState, Transmission
from proposals.notifications import tell_reply
from proposals.rules import transmissible, verdict_on_recording
from proposals.sources import source_as_read

from .base import locked_transmission, note_receipt, require_addressee, told_of
from .open_reply import make_public

#: Letters of an answer's words; answers of one addressee to one version.
WORDS_AT_MOST, REPLIES_AT_MOST = 10_000, 100
#: The same answer again within this time is a form sent twice.
_TWICE = timedelta(minutes=10)


@dataclass(frozen=True)
class Said:
    """What an answer says. `keep` is called for its proof once all else is right; `digest`
    tells that file from another (Wagtail's `file_hash`)."""

    state: str
    blocks: Collection[str | UUID]
    dated: date
    words: str = ""
    source: str = ""
    keep: Callable[[], SiteDocument] | None = None
    digest: str = ""


def answer_transmission(
    transmission: Transmission,
    said: Said,
    *,
    by: User | None = None,
    agreed: bool = False,
    with_file: bool = False,
    at: datetime | None = None,
) -> Reply:
    """The addressee answers, by their account or by their link (`by` is nobody), and so has
    received it. `agreed`: they let everyone read it, and its file too `with_file`. The same
    form again is one answer; with another file, it is another one.

    Raises Over when the transmission ended meanwhile, NotNow when the text was withdrawn,
    Refused for what is missing, and Http404 for anybody else.
    """
    when = moment(at)
    with locked_transmission(transmission) as fresh:
        require_addressee(fresh, by, when)
        text, version = fresh.version.record.page, fresh.version
        if text.record.withdrawn_at is not None:
            raise NotNow(_("Ce texte est retiré : il n'attend plus de réponse."))
        if fresh.replies.count() >= REPLIES_AT_MOST:
            raise Refused(_("Vous avez déjà beaucoup répondu à cette version."))
        note_receipt(text, fresh, by, when)
        found = _write(text, version, said, fresh.organisation, fresh, by, agreed, when)
        # Who holds a link may not be who it was written to: the network makes it public.
        if found.is_new and agreed and by is not None:
            make_public(text, found.reply, by, when, with_file=with_file)
    return found.reply


def record_reply(
    page: ContributionPage,
    said: Said,
    *,
    by: User,
    version: Version,
    addressee: str = "",
    transmission: Transmission | None = None,
    at: datetime | None = None,
) -> Reply:
    """The coordination or the network keeps what was answered elsewhere, with its proof: a
    source or a file. `addressee` is who answered, where no transmission names them.

    Raises Refused without a proof, and for a version that was never handed on.
    """
    when = moment(at)
    with locked(page) as text:
        require(verdict_on_recording(User.objects.get(pk=by.pk), text))
        version = _known(text, version)
        if transmission is not None and transmission.version_id != version.pk:
            raise Refused(_("Cette réponse porte sur une autre version."))
        who = transmission.organisation if transmission else addressee.strip()
        required_note(who, _("Dites qui a répondu."))
        if not (said.source or said.keep):
            raise Refused(_("Donnez la preuve de cette réponse : son adresse, ou un fichier."))
        return _write(text, version, said, who, transmission, by, False, when).reply


def _known(text: ContributionPage, version: Version) -> Version:
    """A version that was validated, published or transmitted."""
    found = text.record.versions.filter(pk=version.pk).first()
    handed = found is not None and (
        found.published_at is not None
        or found.transmissions.exists()
        or any(each.pk == found.pk for each in transmissible(text))
    )
    if found is None or not handed:
        raise Refused(_("Une réponse porte sur une version transmise, validée ou publiée."))
    found.record = text.record
    return found


@dataclass(frozen=True)
class _Written:
    reply: Reply
    is_new: bool


def _write(
    text: ContributionPage,
    version: Version,
    said: Said,
    who: str,
    transmission: Transmission | None,
    by: User | None,
    agreed: bool,
    when: datetime,
) -> _Written:
    blocks = _require_right(version, said, when)
    covers = Mask.objects.covers_of(text.pk)
    words = covered(said.words.strip(), covers)
    facts = {
        "record": text.record, "version": version, "transmission": transmission,
        "addressee": who, "state": said.state, "words": words,
        **source_as_read(said.source, covers), "dated": said.dated, "agreed": agreed, "recorded_by": by,
    }  # fmt: skip
    lately = Reply.objects.filter(**facts, recorded_at__gt=when - _TWICE, recorded_at__lte=when)
    for twin in lately.select_related("document").prefetch_related("blocks"):
        if {str(each.block_id) for each in twin.blocks.all()} == set(blocks) and _proved(
            twin, said
        ):
            return _Written(twin, is_new=False)
    document = said.keep() if said.keep else None
    reply = Reply.objects.create(**facts, document=document, recorded_at=when)
    ReplyBlock.objects.bulk_create([ReplyBlock(reply=reply, block_id=key) for key in blocks])
    write_event(text, EventKind.REPLY_RECORDED, by, when, version=version, **told_of(reply))
    tell_reply(text, reply, by)
    return _Written(reply, is_new=True)


def _proved(twin: Reply, said: Said) -> bool:
    """Whether an answer holds the proof that comes with this one: a second file is kept, by
    an answer of its own."""
    if said.keep is None:
        return True
    return twin.document is not None and twin.document.file_hash == said.digest


def _require_right(version: Version, said: Said, when: datetime) -> list[str]:
    """The blocks that it answers, in the order of the text. Raises Refused."""
    if said.state not in ReplyState.values:
        raise Refused(_("Choisissez ce que devient la proposition."))
    if said.state == ReplyState.NOT_RETAINED:
        required_note(said.words, _("Une proposition non retenue l'est avec un motif."))
    if len(said.words) > WORDS_AT_MOST:
        raise Refused(_("Une réponse compte au plus %(most)s signes.") % {"most": WORDS_AT_MOST})
    # The day may have begun elsewhere already.
    if said.dated > timezone.localdate(when) + timedelta(days=1):
        raise Refused(_("Une réponse ne porte pas une date à venir."))
    wanted = {str(key) for key in said.blocks}
    known = [str(block.id) for block in proposal_blocks_of(version)]
    if not wanted or not wanted <= set(known):
        raise Refused(_("Choisissez au moins une proposition de cette version."))
    return [key for key in known if key in wanted]
