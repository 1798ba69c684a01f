"""What an invited person leaves by a link: remarks, suggestions, answers, an opinion."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.http import Http404
from django.utils.translation import gettext as _

from contributions.actions.base import locked
from contributions.models import ContributionPage
from discussion.enums import Stance
from discussion.links.reading import locked_link, page_of
from discussion.models import Opinion, Remark, ReviewerLink
from discussion.passages import covered_in
from discussion.signals import answered, opined, remarked
from kit.access import Refused
from kit.clock import moment

from .base import Written, anchor_on, with_record, words_said, write_down
from .suggest import write_suggestion

#: Remarks and answers by one link: in an hour, and at all.
IN_AN_HOUR, AT_ALL = 40, 400


def remark_by_link(
    link: ReviewerLink,
    *,
    words: str,
    block_id: str,
    quote: str = "",
    prefix: str = "",
    suffix: str = "",
    replacement: str | None = None,
    at: datetime | None = None,
) -> Remark:
    """Say something of the version, or propose `replacement` for words of it.

    Raises Refused as `remark` and `suggest`, or beyond what one link may leave, and Http404
    once the link opens nothing.
    """
    when = moment(at)
    with _opened(link, when) as (text, fresh):
        passage = {"block_id": block_id, "quote": quote, "prefix": prefix, "suffix": suffix}
        written = _write(text, fresh, words, passage, replacement, when)
        if written.is_new:
            remarked.send(sender=Remark, remark=written.remark, by=None, at=when)
    return written.remark


def _write(
    text: ContributionPage,
    link: ReviewerLink,
    words: str,
    passage: dict[str, str],
    replacement: str | None,
    when: datetime,
) -> Written:
    version = link.version
    if replacement is not None:
        return write_suggestion(
            text, words, replacement, at=when, link=link, version=version, **passage
        )
    anchor = anchor_on(text, version, **passage)
    return write_down(text, words, at=when, link=link, version=version, **anchor)


def answer_by_link(
    link: ReviewerLink, root: Remark, *, words: str, at: datetime | None = None
) -> Remark:
    """Answer in a thread that began by this link. Raises Refused, and Http404 for another."""
    when = moment(at)
    with _opened(link, when) as (text, fresh):
        found = Remark.objects.filter(pk=root.pk, link=fresh, root__isnull=True).first()
        if found is None:
            raise Http404
        if found.hidden_at is not None:
            raise Refused(_("Cette remarque est masquée : on n'y répond plus."))
        with_record(found, text)
        written = write_down(text, words, at=when, link=fresh, root=found, version=fresh.version)
        if written.is_new:
            answered.send(sender=Remark, remark=written.remark, by=None, at=when)
    return written.remark


def give_opinion(
    link: ReviewerLink, *, stance: str, words: str = "", at: datetime | None = None
) -> Opinion:
    """Say what one thinks of the whole version; said again, it takes the place of the first.

    Raises Refused for a stance that does not exist or is told without words at all, and
    Http404 once the link opens nothing.
    """
    when = moment(at)
    said = words_said(words) if words.strip() else ""
    if stance not in Stance.values or (stance == Stance.NONE and not said):
        raise Refused(_("Choisissez un avis, ou dites-le en quelques mots."))
    with _opened(link, when) as (text, fresh):
        said = covered_in(text.record, said)
        given = Opinion.objects.filter(link=fresh).first()
        if given and (given.stance, given.words) == (stance, said):
            return given
        facts = {"stance": stance, "words": said, "at": when}
        opinion, _new = Opinion.objects.update_or_create(link=fresh, defaults=facts)
        opined.send(sender=Opinion, opinion=opinion, at=when)
    return opinion


@contextmanager
def _opened(link: ReviewerLink, when: datetime) -> Iterator[tuple[ContributionPage, ReviewerLink]]:
    """The text and the link, locked in this order. Raises Http404 for a link that opens
    nothing, and Refused for one that nobody declared, or that left too much."""
    with locked(page_of(link)) as text:
        fresh = locked_link(link, when)
        fresh.version.record = text.record
        if fresh.declared_at is None:
            raise Refused(_("Dites d'abord votre nom."))
        left = Remark.objects.filter(link=fresh)
        lately = left.filter(submit_date__gt=when - timedelta(hours=1))
        if lately.count() >= IN_AN_HOUR or left.count() >= AT_ALL:
            raise Refused(_("C'est beaucoup en peu de temps : revenez dans une heure. Vos mots sont restés dans le formulaire."))  # fmt: skip
        yield text, fresh
