"""What is said beside a text hides what is masked of it, then and later."""

from __future__ import annotations

import json
from typing import Any

import pytest

from contributions.actions.mask import mask
from contributions.actions.second_look import lift_mask
from contributions.masks.words import Cover
from contributions.models import ContributionPage, Mask
from cowriting.document.conversion import words_of
from cowriting.record.opening import open_room
from cowriting.record.replaying import replay
from discussion.actions.accept_suggestion import accept_suggestion
from discussion.actions.change_remark import change_remark
from discussion.actions.decide_reaction import hide_reaction
from discussion.actions.hide_remark import hide_remark
from discussion.actions.react import react
from discussion.actions.rebase_suggestion import rebase_suggestion
from discussion.actions.settle import settle
from discussion.actions.suggest import suggest
from discussion.enums import Outcome
from discussion.models import Remark, RemarkEdit
from discussion.passages import Part
from notifications.models import Letter, Notice
from tests.cast import Cast, draft, fresh

from .helpers import again, block_with, remark_on
from .reacting import held, opened

pytestmark = pytest.mark.django_db
NAME = "Zélie d'Arcanaille"
SECRET = "rcanaille"


def hidden(page: ContributionPage, cast: Cast, words: str = NAME) -> Mask:
    return mask(page, by=cast.coordinator, words=words, reason="Une voisine.")


def said_of(remark: Remark) -> str:
    """All words of a remark and of what belongs to it."""
    rows = Remark.objects.filter(pk=remark.pk).values().first() or {}
    rows["edits"] = list(RemarkEdit.objects.filter(remark=remark).values_list("words", flat=True))
    if suggestion := getattr(again(remark), "suggestion", None):
        rows["replacement"] = suggestion.replacement
    return json.dumps(rows, default=str, ensure_ascii=False)


@pytest.mark.parametrize(
    ("words", "covered"),
    [
        (("Zélie ", "d'Arcanaille.", " Puis"), ("", "[m].", " Puis")),
        (("Vers ", "Zélie", " d'Arcanaille"), ("Vers ", "[m]", "")),
        (("Vers Zélie d'Arcanaille, ", "puis", " rien"), ("Vers [m], ", "puis", " rien")),
        (("Zélie d'Arcanaille et ", "Zélie d'", "Arcanaille"), ("[m] et ", "[m]", "")),
        (("Zélie ", "", "d'Arcanaille"), ("", "", "[m]")),
        (("Zélie ", "Dupont", ""), ("Zélie ", "Dupont", "")),
    ],
)  # fmt: skip
def test_a_part_grows_to_the_marks_that_it_touches(
    words: tuple[str, str, str], covered: tuple[str, str, str]
) -> None:
    part = Part.between(*words).covered([Cover("[m]", words=NAME)])
    assert (part.before, part.words, part.after) == covered


@pytest.mark.parametrize("quote", [f"reportés {NAME}", "d'Arcanaille.", "Zélie", "reportés"])
def test_no_half_of_a_masked_name_stays_around_a_remark(cast: Cast, quote: str) -> None:
    page = draft(cast, mark=NAME)
    block = block_with(page, "soins reportés")
    made = remark_on(page, cast.member, quote=quote, block_id=block)
    proposal = suggest(page, by=cast.member, quote=quote, replacement=f"{quote} !", block_id=block)
    done = hidden(page, cast)
    for one in (made, proposal):
        assert SECRET not in said_of(one)
        kept = again(one)
        assert kept.said[kept.start :].startswith(kept.quote)
        assert kept.said[: kept.start].endswith(kept.prefix)
    lift_mask(done, by=cast.moderator, reason="Accord donné.")
    assert NAME in again(made).said
    assert quote in again(made).quote


def test_what_is_written_after_the_mask_hides_it_too(cast: Cast) -> None:
    page = draft(cast, mark=NAME)
    block = block_with(page, "soins reportés")
    hidden(page, cast)
    secret = f"C'est {NAME} !"
    remarks = [
        remark_on(page, cast.member, words=secret, block_id=block),
        # As a page that was opened before the mask sends it.
        remark_on(
            page, cast.member, words="Qui ?", block_id=block, quote="d'Arcanaille.", prefix="Zélie "
        ),
        remark_on(page, cast.member, words="Et ?", block_id=block, quote=f"{NAME} partit"),
        change_remark(remark_on(page, cast.member, words="Lui ?"), by=cast.member, words=secret),
        settle(
            remark_on(page, cast.member, words="Elle ?"), by=cast.coordinator,
            outcome=Outcome.REFUSED, note=secret,
        ),
        hide_remark(
            remark_on(page, cast.member, words="On ?"), by=cast.coordinator, reason=secret
        ),
    ]  # fmt: skip
    for one in remarks:
        assert SECRET not in said_of(one), said_of(one)
    assert again(remarks[1]).quote.startswith("[passage masqué")


def test_a_suggestion_brings_no_masked_name_into_the_room(cast: Cast) -> None:
    page = draft(cast, mark="de Quelqu'un")
    other: dict[str, Any] = {
        "quote": "permanences mobiles",
        "block_id": block_with(page, "permanences mobiles"),
    }
    write_name = suggest(page, by=cast.member, replacement=NAME, **other)
    accept_suggestion(write_name, by=cast.member)
    hidden(fresh(page), cast)
    quote: dict[str, Any] = {
        "quote": "soins reportés",
        "block_id": block_with(page, "soins reportés"),
    }
    made = suggest(page, by=cast.member, replacement=f"soins de {NAME}", **quote)
    assert SECRET not in said_of(made)
    made = rebase_suggestion(made, by=cast.member, replacement=f"soins chez {NAME}", **quote)
    assert SECRET not in said_of(made)
    accept_suggestion(made, by=cast.member)
    room = open_room(fresh(page), by=cast.member)
    said = json.dumps(words_of(replay(room)[0], room.base_body), ensure_ascii=False, default=str)
    assert "soins chez [passage masqué" in said
    assert f"chez {NAME}" not in said


def test_reactions_opinions_and_reasons_hide_it(cast: Cast) -> None:
    page = opened(cast, mark=NAME)
    waiting = held(page, f"Je connais {NAME}.")
    early = hide_reaction(held(page, "Non."), by=cast.coordinator, reason=f"Nomme {NAME}.")
    account = react(page, words=f"Bravo {NAME} !", by=cast.other_member)
    hide_reaction(account, by=cast.coordinator, reason=f"Vise {NAME}.")
    assert any(SECRET in letter.text for letter in Letter.objects.all())
    assert any(SECRET in json.dumps(notice.data) for notice in Notice.objects.all())
    hidden(page, cast)
    late = react(page, words=f"Encore {NAME} ?", by=cast.member)
    late = hide_reaction(late, by=cast.coordinator, reason=f"Redit {NAME}.")
    for one in (waiting, early, account, late):
        one.refresh_from_db()
        assert SECRET not in one.comment + one.reason
        assert not one.decisions.filter(reason__contains=SECRET).exists()
    for letter in Letter.objects.all():
        assert SECRET not in letter.subject + letter.text + letter.html
    for notice in Notice.objects.all():
        assert SECRET not in json.dumps(notice.data), notice.kind
