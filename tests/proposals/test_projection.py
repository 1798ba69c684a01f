"""From proposal blocks to rows: a number is given once and is for ever."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from contributions.actions.close_review import close_review
from contributions.actions.copy_text import copy_text
from contributions.actions.move_text import move_text
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.publish import publish, schedule
from contributions.actions.publish_due import publish_due
from contributions.actions.replace import replace
from contributions.actions.validate import validate
from contributions.actions.withdraw import withdraw
from contributions.actions.write import write
from contributions.models import ContributionPage
from proposals.models import Proposal
from proposals.projection import plain
from tests.cast import Cast, at, complete_body, draft, fresh, text_in

pytestmark = pytest.mark.django_db

Raw = list[dict[str, Any]]


def rows(text: ContributionPage) -> dict[str, Proposal]:
    return {row.title.strip(): row for row in Proposal.objects.filter(page=text)}


def numbers(text: ContributionPage) -> dict[str, tuple[int, int]]:
    """Title → permanent number, and rank shown in the text."""
    return {title: (row.number, row.rank) for title, row in rows(text).items()}


def lead(cast: Cast, text: ContributionPage) -> None:
    """From a draft of its group to publication."""
    decide(cast, text)
    publish(text, by=cast.moderator)


def decide(cast: Cast, text: ContributionPage) -> None:
    """From a draft of its group to the network's decision."""
    open_review(text, by=cast.coordinator)
    close_review(text, by=cast.coordinator)
    validate(text, by=cast.moderator)


def republish(cast: Cast, text: ContributionPage, change: Callable[[Raw], Raw]) -> None:
    """A new edition whose blocks are `change`d, ids kept as the editor keeps them."""
    publish(ahead(cast, text, change), by=cast.moderator)


def ahead(cast: Cast, text: ContributionPage, change: Callable[[Raw], Raw]) -> ContributionPage:
    """The same edition, validated and not published yet."""
    open_edition(text, by=cast.coordinator)
    page = fresh(text).get_latest_revision_as_object()
    raw = change([dict(block) for block in page.body.raw_data])
    page.body = type(page.body)(page.body.stream_block, raw, is_lazy=True)
    page.save_revision(user=cast.member, clean=False)
    decide(cast, text)
    return fresh(text)


def reverse_proposals(raw: Raw) -> Raw:
    proposals = [block for block in raw if block["type"] == "proposal"]
    return [block for block in raw if block["type"] != "proposal"] + proposals[::-1]


def reworded(title: str, new: str) -> Callable[[Raw], Raw]:
    def change(raw: Raw) -> Raw:
        for block in raw:
            if block["value"].get("title", "").strip() == title:
                block["value"] = block["value"] | {"title": new}
        return raw

    return change


def without(title: str) -> Callable[[Raw], Raw]:
    return lambda raw: [b for b in raw if b["value"].get("title", "").strip() != title]


def added(title: str, identifier: str | None = None) -> Callable[[Raw], Raw]:
    def change(raw: Raw) -> Raw:
        value = {"title": title, "text": "<p>t</p>", "lead_actors": ["Préfecture"]}
        block: dict[str, Any] = {"type": "proposal", "value": value}
        return [*raw, block | ({"id": identifier} if identifier else {})]

    return change


def test_publication_gives_each_proposal_a_number_and_a_rank(cast: Cast) -> None:
    text = text_in(cast, "published")
    first, second = Proposal.objects.filter(page=text)
    assert (first.title.strip(), first.rank, first.position) == ("Aller vers", 1, 1)
    assert (second.title.strip(), second.rank, second.position) == ("Stabiliser", 2, 2)
    assert first.first_version == first.last_version == text.record.current_version
    assert first.get_absolute_url() == f"/propositions/{first.pk}/"
    block = next(b for b in text.body if b.block_type == "proposal")
    assert first.anchor == f"bloc-{block.id}"


def test_a_row_says_what_its_block_says(cast: Cast) -> None:
    row = rows(text_in(cast, "published"))["Aller vers"]
    assert (row.text, row.horizon, row.lever) == (
        "Des permanences mobiles .", "court", "Contrat local de santé",
    )  # fmt: skip
    assert (row.audiences, row.lead_actors, row.associated_actors) == (
        ["Habitants des QPV"], ["Agence régionale de santé"], [],
    )  # fmt: skip


def test_nothing_is_numbered_before_publication(cast: Cast) -> None:
    text_in(cast, "validated")
    assert not Proposal.objects.exists()


def test_an_embargo_numbers_at_its_minute(cast: Cast) -> None:
    text = text_in(cast, "validated")
    schedule(text, by=cast.moderator, minute=at("2031-05-25"))
    assert not Proposal.objects.exists()
    publish_due(at("2031-05-25"))
    assert Proposal.objects.filter(page=text).count() == 2


def test_numbers_survive_reordering(cast: Cast) -> None:
    text = text_in(cast, "published")
    before = numbers(text)
    republish(cast, text, reverse_proposals)
    assert numbers(text) == before
    assert [row.title.strip() for row in Proposal.objects.filter(page=text)] == [
        "Stabiliser", "Aller vers",
    ]  # fmt: skip


def test_numbers_survive_rewording(cast: Cast) -> None:
    text = text_in(cast, "published")
    number = numbers(text)["Stabiliser"]
    republish(cast, text, reworded("Stabiliser", "Garantir dans la durée"))
    assert numbers(text)["Garantir dans la durée"] == number
    row = rows(text)["Garantir dans la durée"]
    assert [version.number for version in (row.first_version, row.last_version)] == [1, 2]


def test_numbers_survive_a_republication_without_change(cast: Cast) -> None:
    text = text_in(cast, "published")
    before = numbers(text)
    republish(cast, text, lambda raw: raw)
    assert numbers(text) == before
    assert Proposal.objects.count() == 2


def test_numbers_survive_the_move_of_the_text(cast: Cast) -> None:
    text = text_in(cast, "published")
    before = numbers(text)
    move_text(text, by=cast.network, group=cast.mobility)
    assert numbers(text) == before
    assert rows(text)["Stabiliser"].page.get_parent().pk == cast.mobility.pk


def test_a_removed_proposal_keeps_its_row_and_its_page(cast: Cast) -> None:
    text = text_in(cast, "published")
    number = numbers(text)["Aller vers"]
    republish(cast, text, without("Aller vers"))
    row = rows(text)["Aller vers"]
    assert (row.number, row.rank) == number
    assert row.removed_at == fresh(text).record.published_at
    assert row.last_version.number == 1
    assert row in Proposal.objects.public()
    assert row not in Proposal.objects.standing()


def test_the_date_of_removal_is_that_of_the_edition_that_removed_it(cast: Cast) -> None:
    text = text_in(cast, "published")
    republish(cast, text, without("Aller vers"))
    removed_at = rows(text)["Aller vers"].removed_at
    republish(cast, text, lambda raw: raw)
    assert rows(text)["Aller vers"].removed_at == removed_at


def test_a_proposal_that_comes_back_is_the_same(cast: Cast) -> None:
    text = text_in(cast, "published")
    before = numbers(text)
    identifier = str(rows(text)["Aller vers"].block_id)
    republish(cast, text, without("Aller vers"))
    republish(cast, text, added("Aller vers", identifier))
    assert numbers(text) == before
    row = rows(text)["Aller vers"]
    assert (row.removed_at, row.last_version.number) == (None, 3)


def test_the_rank_of_a_removed_proposal_is_never_given_again(cast: Cast) -> None:
    text = text_in(cast, "published")
    republish(cast, text, without("Stabiliser"))
    republish(cast, text, added("Former"))
    assert rows(text)["Former"].rank == 3
    republish(cast, text, without("Former"))
    republish(cast, text, added("Évaluer"))
    assert rows(text)["Évaluer"].rank == 4


def test_the_database_refuses_a_rank_given_twice(cast: Cast) -> None:
    row = rows(text_in(cast, "published"))["Stabiliser"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=row.pk).update(rank=1)


def test_two_texts_with_the_same_blocks_have_different_proposals(cast: Cast) -> None:
    """Copies of a page keep block ids: a proposal is known by its page and its block."""
    text = text_in(cast, "published")
    copy = copy_text(text, by=cast.member, group=cast.health, title="Une copie")
    lead(cast, copy)
    ours, theirs = rows(text), rows(copy)
    assert {row.block_id for row in ours.values()} == {row.block_id for row in theirs.values()}
    assert not {row.number for row in ours.values()} & {row.number for row in theirs.values()}
    assert [row.rank for row in Proposal.objects.filter(page=copy)] == [1, 2]


def test_proposals_of_a_withdrawn_text_are_not_public(cast: Cast) -> None:
    text = text_in(cast, "published")
    assert Proposal.objects.public().count() == 2
    withdraw(text, by=cast.coordinator, note="Motif.")
    withdraw(text, by=cast.moderator)
    assert not Proposal.objects.public().exists()
    assert Proposal.objects.filter(page=text).count() == 2


def test_proposals_of_a_replaced_text_keep_their_pages_and_leave_the_lists(cast: Cast) -> None:
    text, newer = text_in(cast, "published"), text_in(cast, "published", "La suite")
    replace(text, by=cast.moderator, successor=newer)
    assert Proposal.objects.public().filter(page=text).count() == 2
    assert not Proposal.objects.standing().filter(page=text).exists()


def test_a_draft_beside_a_published_text_changes_no_proposal(cast: Cast) -> None:
    text = text_in(cast, "published")
    before = list(Proposal.objects.values())
    open_edition(text, by=cast.coordinator)
    write(text, by=cast.member, body=complete_body("secret"))
    open_review(text, by=cast.coordinator)
    assert list(Proposal.objects.values()) == before


def test_a_text_without_proposals_has_none(cast: Cast) -> None:
    text = draft(cast)
    finding = ("finding", {"title": "T", "text": "<p>t</p>"})
    write(text, by=cast.member, body=[finding, ("attention", {"title": "T", "text": "<p>t</p>"})])
    lead(cast, text)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("rich", "words"),
    [
        ("<p>Un.</p><p>Deux.</p>", "Un. Deux."),
        ("<ul><li>a</li><li>b</li></ul>", "a b"),
        ("<p>Santé &amp; emploi&nbsp;: 5 &lt; 6</p>", "Santé & emploi : 5 < 6"),
        ("<p>« l&#x27;eau »</p>", "« l'eau »"),
        ("", ""),
        (None, ""),
    ],
)
def test_the_plain_words_of_a_rich_text(rich: str | None, words: str) -> None:
    assert plain(rich) == words
