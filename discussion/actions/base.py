"""What every action on a remark begins with, and how a remark is written down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.utils.translation import gettext as _

from contributions.actions.base import locked, required_note
from contributions.models import ContributionPage, Version
from contributions.recipients import group_keys
from contributions.settling import settle as save_what_is_being_written
from discussion.anchors import PAGE, anchor_at, locate, name_of_block, words_by_block
from discussion.anchors.placing import AROUND
from discussion.files import require_attachable
from discussion.mentions import named_in
from discussion.models import Mention, Remark, RemarkFile, ReviewerLink, Suggestion
from discussion.passages import covered_in, covered_passage, covers_of
from discussion.rules import page_of
from discussion.signals import mentioned
from groups.models import Membership, WorkingGroupPage
from kit.access import Refused
from media.models import SiteDocument
from people.models import User
from people.rules import mandates_of

#: Letters of a remark, and of the passage that it is about.
WORDS_AT_MOST = 10_000
QUOTE_AT_MOST = 10_000

#: The same words of the same person on the same passage within this time are one remark,
#: sent twice.
_TWICE = timedelta(minutes=10)


@dataclass(frozen=True)
class Written:
    """A remark, and whether it is a new one."""

    remark: Remark
    is_new: bool


@contextmanager
def locked_remark(remark: Remark) -> Iterator[Remark]:
    """The remark with its root and text, read again behind the text's lock.

    Raises Http404 for one whose text was deleted meanwhile.
    """
    with locked(page_of(remark)) as text:
        rows = Remark.objects.select_related("root", "user", "link", "version")
        fresh = rows.filter(pk=remark.pk, record=text.record).first()
        if fresh is None:
            raise Http404
        with_record(fresh, text)
        yield fresh


def with_record(remark: Remark, text: ContributionPage) -> None:
    """Have a remark and its root ask their questions of this very text."""
    text.record.page = text
    remark.record = text.record
    if remark.root is not None:
        remark.root.record = text.record


def words_said(words: str) -> str:
    """The words of a remark. Raises Refused for none, or too many."""
    said = required_note(words, _("Une remarque a besoin de mots."))
    if len(said) > WORDS_AT_MOST:
        raise Refused(_("Une remarque compte au plus %(most)s signes.") % {"most": WORDS_AT_MOST})
    return said


def anchor_on(
    text: ContributionPage,
    version: Version | None,
    *,
    block_id: str,
    quote: str,
    prefix: str = "",
    suffix: str = "",
) -> dict[str, Any]:
    """What to keep of a passage of the draft, or of a version, by the names of `Remark`.

    Words that are being written elsewhere are saved first when the passage is not found
    without them. A passage that changed under the person's eyes keeps the words they saw.
    Raises Refused for a block that left the text.
    """
    if len(quote) > QUOTE_AT_MOST:
        raise Refused(_("Choisissez un passage plus court."))
    quote, prefix, suffix = covered_passage(text.record, quote.strip(), prefix, suffix)
    found = _anchored(text, version, block_id, quote, prefix, suffix)
    if version is None and not _is_certain(found, quote):
        save_what_is_being_written(text)
        found = _anchored(text, version, block_id, quote, prefix, suffix)
    if found is None:
        raise Refused(_("Ce passage n'est plus dans le texte."))
    return found


def _is_certain(found: dict[str, Any] | None, quote: str) -> bool:
    return found is not None and (not quote.strip() or "field" in found)


def _anchored(
    text: ContributionPage,
    version: Version | None,
    block_id: str,
    quote: str,
    prefix: str,
    suffix: str,
) -> dict[str, Any] | None:
    shown = version.revision.as_object() if version else draft_of(text)
    words = words_by_block(shown)
    if block_id and block_id not in words:
        return None
    spot = locate(words, block_id, quote, prefix, suffix)
    if spot is not None:
        name = name_of_block(shown, spot.block_id)
        return anchor_at(words, spot) | {"block_name": name}
    if covers_of(text.record):
        # A hidden passage may be cut where the page of the person was: none of it is kept.
        prefix = suffix = ""
    return {
        "block_id": block_id,
        "block_name": name_of_block(shown, block_id),
        "quote": quote.strip(),
        "prefix": prefix[-AROUND:],
        "suffix": suffix[:AROUND],
        "said": "\n".join(words.get(block_id, {}).values()),
    }


def draft_of(text: ContributionPage) -> ContributionPage:
    """The text in progress, as its latest revision has it."""
    revision = text.get_latest_revision()
    draft: ContributionPage = revision.as_object() if revision else text
    return draft


def write_down(
    text: ContributionPage,
    words: str,
    *,
    at: datetime,
    by: User | None = None,
    link: ReviewerLink | None = None,
    root: Remark | None = None,
    version: Version | None = None,
    files: Iterable[SiteDocument] = (),
    replacement: str | None = None,
    **anchor: Any,
) -> Written:
    """Keep a remark, or an answer to `root`, of a person or of an invited reader.

    The caller has asked the rules and holds the text's lock. A form that was sent twice
    writes once. `replacement`: the words that a suggestion proposes; it may do without
    others. Raises Refused for words or files that cannot go with it.
    """
    wordless = replacement is not None and not words.strip()
    said = "" if wordless else covered_in(text.record, words_said(words))
    known = _sent_already(text, said, at, by, link, root, anchor, replacement)
    if known is not None:
        return Written(known, is_new=False)
    attached = require_attachable(files, text.record, by)
    remark = Remark(
        content_type=ContentType.objects.get_for_model(text), object_pk=str(text.pk),
        site_id=settings.SITE_ID, user=by, link=link, comment=said, submit_date=at,
        record=text.record, root=root, parent_id=root.pk if root else 0, version=version,
        centre_id=_centre_of(by, text) if by else None, **anchor,
    )  # fmt: skip
    remark.save()
    if replacement is not None:
        Suggestion.objects.create(remark=remark, replacement=replacement)
    RemarkFile.objects.bulk_create(
        [RemarkFile(remark=remark, document=document) for document in attached]
    )
    with_record(remark, text)
    mention(remark, by, at)
    return Written(remark, is_new=True)


def mention(remark: Remark, by: User | None, at: datetime) -> None:
    """Note whom the words of a remark name, and have those told who were not named yet."""
    people = {one.pk for one in named_in(remark.comment, remark.record, remark.root)}
    known = set(remark.mentions.values_list("person", flat=True))
    remark.mentions.exclude(person__in=people).delete()
    new = sorted(people - known)
    Mention.objects.bulk_create([Mention(remark=remark, person_id=key) for key in new])
    if new:
        mentioned.send(sender=Remark, remark=remark, people=new, by=by, at=at)


def _sent_already(
    text: ContributionPage,
    said: str,
    at: datetime,
    by: User | None,
    link: ReviewerLink | None,
    root: Remark | None,
    anchor: dict[str, Any],
    replacement: str | None,
) -> Remark | None:
    place = {name: anchor.get(name, "") for name in ("block_id", "field", "quote")}
    place |= (
        {"suggestion__isnull": True}
        if replacement is None
        else {"suggestion__replacement": replacement}
    )
    rows = Remark.objects.filter(
        record=text.record, user=by, link=link, root=root, comment=said,
        submit_date__gt=at - _TWICE, submit_date__lte=at,
        hidden_at__isnull=True, start=anchor.get("start", 0), **place,
    )  # fmt: skip
    return rows.select_related("record").first()


def _centre_of(person: User, text: ContributionPage) -> int | None:
    """For which centre a person speaks here: by their seat in the text's groups, else by
    their mandate."""
    groups = group_keys(text.record)
    rows = Membership.objects.current().filter(person=person, group__in=groups)
    seats = dict(rows.values_list("group", "centre"))
    by_seat = (seats[group] for group in groups if seats.get(group))
    return next(by_seat, None) or min(mandates_of(person).centres, default=None)


def groups_of_text(remark: Remark) -> list[WorkingGroupPage]:
    """The groups of the text of a remark, the one that leads it first."""
    keys = group_keys(remark.record)
    found = WorkingGroupPage.objects.in_bulk(keys)
    return [found[key] for key in keys]


__all__ = [
    "PAGE",
    "Written",
    "anchor_on",
    "draft_of",
    "groups_of_text",
    "locked_remark",
    "mention",
    "with_record",
    "words_said",
    "write_down",
]
