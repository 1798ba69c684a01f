"""A canary in everything that a person writes in the rooms of agreement, of corrections, of
the desk and of addressees, where only insiders read it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from assent.actions.second_round import open_second_round
from assent.models import AnswerKind
from assent.signing.actions.sign import sign
from assent.signing.actions.withdraw_signature import withdraw_signature
from contributions.actions.close_review import close_review
from contributions.actions.validate import validate
from contributions.models import ContributionPage
from errata.actions.approve import approve_correction
from errata.actions.contest import contest_correction
from errata.actions.refuse import refuse_correction
from errata.models import Correction
from media.models import SiteDocument
from moderation.actions.check import Found, check
from moderation.actions.return_with_remarks import Passage, return_with_remarks
from moderation.models import ChecklistItem
from people.actions.mandates import entrust
from people.enums import MandateKind
from people.models import Centre, User
from proposals.actions.close_reply import close_reply
from proposals.actions.record_reply import answer_transmission
from proposals.actions.transmit import Addressee, transmit
from proposals.followers.actions.follow import follow
from proposals.models import Reply, Transmission
from tests.assent.rounds import block_of, in_review, say, speaker
from tests.assent.signed import opened_ago, published
from tests.cast import Cast, fresh, person, text_in
from tests.discussion.test_canary import CANARY
from tests.errata.words import again, proposed
from tests.proposals.handing import said, to_partner, version_of

#: Where a word is, and who of those asked reads it there all the same.
READ_BY: dict[str, tuple[str, ...]] = {
    "objection": (), "reserve": ("moderator",), "tour": ("network", "director"),
    "controle": ("moderator",), "renvoi": ("moderator",), "passage": ("moderator",),
    "retrait": ("moderator",), "silence": ("moderator", "network", "director"),
    "correction": ("moderator",), "refus": ("moderator",), "conteste": ("moderator",),
    "message": ("moderator", "network"), "organisation": ("moderator", "network"),
    "destinataire": ("moderator", "network"), "adresse": ("moderator", "network"),
    "reponse": ("network",), "preuve": ("network",), "source": ("network",),
    "refermee": ("moderator", "network"), "motif": ("moderator", "network"),
    "suiveuse": (),
}  # fmt: skip


def w(place: str) -> str:
    """A word of its own, beside the one that a search looks for."""
    assert place in READ_BY
    return f"{CANARY} {CANARY}{place}"


def address_of(place: str) -> str:
    return f"{CANARY}{place}@example.org"


def say_all(cast: Cast) -> dict[str, Any]:
    """A canary in everything that a person writes in these rooms, said by the south."""
    south = speaker(cast, "south_director", cast.south)
    found: dict[str, Any] = {"south": south, "other_director": _away(cast)}
    found |= _under_review(cast, south) | _at_the_desk(cast, south)
    found["public"] = _published(cast, south)
    found["corrections"] = _corrected(cast, found["public"], south)
    return found | _handed(cast, found["public"])


def _away(cast: Cast) -> User:
    someone = person("other_director")
    away = Centre.objects.create(name="Centre Ouest", slug="ouest")
    entrust(someone, MandateKind.DIRECTOR, centre=away, by=cast.superuser)
    return someone


def _under_review(cast: Cast, south: User) -> dict[str, Any]:
    """An objection before the round is closed, and another round after one."""
    text = text_in(cast, "review", "Une relecture")
    say(text, south, cast.south, AnswerKind.OBJECTION, words=w("objection"))
    again_text = text_in(cast, "review", "Une deuxième")
    say(again_text, south, cast.south, AnswerKind.OBJECTION, block_id=block_of(again_text))
    open_second_round(again_text, by=cast.coordinator, note=w("tour"))
    return {"review": text, "second": again_text}


def _at_the_desk(cast: Cast, south: User) -> dict[str, Any]:
    text = text_in(cast, "validation", "Une soumission")
    point = ChecklistItem.objects.active().first()
    assert point is not None
    check(text, by=cast.moderator, found={point.pk: Found("problem", w("controle"))})
    returned = text_in(cast, "validation", "Un renvoi")
    remark = Passage(w("passage"))
    return_with_remarks(returned, by=cast.moderator, note=w("renvoi"), passages=[remark])
    return {"validation": text, "returned": returned}


def _published(cast: Cast, south: User) -> ContributionPage:
    """The south agreed with an internal reserve, signed, and took its name back; another
    centre, which the coordination asked, said nothing."""
    silent = Centre.objects.create(name=w("silence"), slug="silencieux")
    text = in_review(cast, centres=[silent])
    say(text, south, cast.south, AnswerKind.RESERVE, words=w("reserve"))
    close_review(text, by=cast.coordinator)
    validate(text, by=cast.moderator)
    sign(fresh(text), centre=cast.south, by=again(south))
    text = published(cast, fresh(text))
    opened_ago(text, 3)
    withdraw_signature(fresh(text), centre=cast.south, by=again(south), reason=w("retrait"))
    return fresh(text)


def _corrected(cast: Cast, text: ContributionPage, south: User) -> list[Correction]:
    """One that was refused, one that was applied and contested."""
    refused = proposed(text, cast.member, reason=w("correction"))
    refused = refuse_correction(refused, by=again(cast.coordinator), reason=w("refus"))
    applied = approve_correction(proposed(text, cast.member), by=again(cast.coordinator))
    contest_correction(applied, centre=cast.south, by=again(south), words=w("conteste"))
    return [refused, applied]


def _handed(cast: Cast, text: ContributionPage) -> dict[str, Any]:
    """To an account and by a link; what was answered: privately, and in public for a while."""
    other = person("partner_of_this_one")
    entrust(other, MandateKind.PARTNER, by=cast.superuser)
    text = fresh(text)
    to = Addressee(w("organisation"), account=other)
    sent, _token = transmit(version_of(text), to=to, by=cast.coordinator, message=w("message"))
    until = timezone.now() + timedelta(days=30)
    linked, token = transmit(
        version_of(text), by=cast.coordinator, message=w("message"), until=until,
        to=Addressee("Une ville", name=w("destinataire"), email=address_of("adresse")),
    )  # fmt: skip
    replies = _replies(cast, sent, other)
    follow(text.proposals.order_by("rank")[0], email=address_of("suiveuse"))
    # The cast's partner received another text.
    own = to_partner(cast, text_in(cast, "published", "Un autre texte"))
    return {
        "sent": sent, "linked": linked, "token": token, "replies": replies, "own": own,
        "other_partner": other,
    }  # fmt: skip


def _replies(cast: Cast, sent: Transmission, by: User) -> list[Reply]:
    """One that nobody opened, with a file; one that was public and is closed again."""

    def keep() -> SiteDocument:
        return SiteDocument.objects.create(
            title=w("preuve"), file=ContentFile(b"x", f"{CANARY}preuve.txt"),
            uploaded_by_user=by, collection=cast.health.record.collection,
        )  # fmt: skip

    source = f"https://exemple.org/{CANARY}source"
    private = said(sent.version, words=w("reponse"), source=source, keep=keep, digest="x")
    closed = said(sent.version, words=w("refermee"))
    replies = [
        answer_transmission(sent, private, by=by),
        answer_transmission(sent, closed, by=by, agreed=True),
    ]
    close_reply(replies[1], by=cast.network, reason=w("motif"))
    return replies
