"""A browser that writes the key of a file which its person may not read brings nothing in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from pycrdt import Doc, Map, XmlElement, XmlText
from wagtail.models import ReferenceIndex

from contributions.actions.open_review import open_review
from contributions.actions.versions import name_version
from contributions.actions.write import write
from contributions.models import ContributionPage
from cowriting.models import Room, Update
from cowriting.record.compacting import compact
from cowriting.record.opening import open_room
from cowriting.record.replaying import replay
from cowriting.record.saving import save_now
from media.access import files_used_by
from media.models import SiteImage
from people.models import User
from tests.cast import Cast, fresh
from tests.media.files import Files, files_of, text_using
from tests.pages.conftest import Seen

from .pens import Change, Pen, adding, choosing, words

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User | None], Client]


@pytest.fixture
def files(cast: Cast) -> dict[str, Files]:
    return {
        "own": files_of(cast.health, by=cast.member, name="own"),
        "other": files_of(cast.mobility, by=cast.other_member, name="other"),
        "more": files_of(cast.health, by=cast.coordinator, name="more"),
    }


@pytest.fixture
def text(cast: Cast, files: dict[str, Files]) -> ContributionPage:
    return text_using(cast, files["own"], "drafting")


def block_of(text: ContributionPage, kind: str) -> str:
    return next(str(block.id) for block in fresh(text).body if block.block_type == kind)


def shown(text: ContributionPage) -> int:
    block = next(block for block in fresh(text).body if block.block_type == "image")
    key: int = block.value["image"].pk
    return key


def held(text: ContributionPage, block: str, choice: str) -> Any:
    doc = replay(Room.objects.get(page=text.pk))[0]
    return doc.get("blocks", type=Map)[block].get(choice)


def named(file: Model) -> tuple[type[Model], str]:
    """A file as the index of references names it; a key alone may be another file's too."""
    return type(file), str(file.pk)


def linking(block: str, key: str | float) -> Change:
    """A link on the first words of a block."""

    def change(doc: Doc) -> None:
        paragraph = doc.get("blocks", type=Map)[block]["text"].children[0]
        assert isinstance(paragraph, XmlElement)
        text = paragraph.children[0]
        assert isinstance(text, XmlText)
        text.format(0, 3, {"link": {"linktype": "document", "id": key}})

    return change


def test_a_file_of_one_s_own_group_comes_in(
    cast: Cast, text: ContributionPage, files: dict[str, Files]
) -> None:
    pen = Pen(text, cast.member)
    pen.send(pen.change(choosing(block_of(text, "image"), "choice:image", files["more"].image.pk)))
    assert save_now(text.pk) is not None
    assert shown(text) == files["more"].image.pk
    used = ReferenceIndex.objects.filter(object_id=str(text.pk), to_object_id=str(shown(text)))
    assert used.exists()


@pytest.mark.parametrize("number", [int, float])
def test_a_hidden_image_goes_back_to_what_it_was(
    cast: Cast, text: ContributionPage, files: dict[str, Files], number: type
) -> None:
    """In the page and in the live document; the words beside it are saved."""
    block, pen = block_of(text, "image"), Pen(text, cast.member)
    foreign = number(files["other"].image.pk)
    pen.send(pen.change(choosing(block, "choice:image", foreign), adding(" Mots.")))
    assert save_now(text.pk) is not None
    assert shown(text) == files["own"].image.pk
    assert held(text, block, "choice:image") == files["own"].image.pk
    assert words(pen.room).endswith(" Mots.")
    assert Update.objects.latest("pk").person is None
    assert save_now(text.pk) is None


def test_a_hidden_document_goes_back_to_what_it_was(
    cast: Cast, text: ContributionPage, files: dict[str, Files]
) -> None:
    block, pen = block_of(text, "document"), Pen(text, cast.member)
    pen.send(pen.change(choosing(block, "choice:document", files["other"].document.pk)))
    assert save_now(text.pk) is None
    assert held(text, block, "choice:document") == files["own"].document.pk


def test_a_link_to_a_hidden_document_is_taken_off_its_words(
    cast: Cast, text: ContributionPage, files: dict[str, Files]
) -> None:
    block, pen = block_of(text, "finding"), Pen(text, cast.member)
    pen.send(pen.change(linking(block, str(files["other"].document.pk)), adding(" Mots.")))
    assert save_now(text.pk) is not None
    page = fresh(text)
    finding = next(found for found in page.body if str(found.id) == block)
    assert "linktype" not in finding.value["text"].source
    assert "Des soins reportés" in finding.value["text"].source
    assert files_used_by(page) == {named(files["own"].image), named(files["own"].document)}


def test_a_link_to_one_s_own_document_stays(
    cast: Cast, text: ContributionPage, files: dict[str, Files]
) -> None:
    pen = Pen(text, cast.member)
    document = files["more"].document
    pen.send(pen.change(linking(block_of(text, "finding"), str(document.pk))))
    assert save_now(text.pk) is not None
    assert named(document) in files_used_by(fresh(text))


def test_who_may_read_a_file_brings_it_in_whoever_else_writes(
    cast: Cast, text: ContributionPage, files: dict[str, Files]
) -> None:
    """Two groups write: each may show what is its own."""
    text.record.associated_groups.add(cast.mobility)
    key = files["other"].image.pk
    reader, other = Pen(text, cast.other_member), Pen(text, cast.member)
    other.type(" Avant.")
    reader.send(reader.change(choosing(block_of(text, "image"), "choice:image", key)))
    other.type(" Après.")
    assert save_now(text.pk) is not None
    assert shown(text) == key


def test_who_may_not_read_it_does_not_hide_behind_who_may(
    cast: Cast, text: ContributionPage, files: dict[str, Files]
) -> None:
    text.record.associated_groups.add(cast.mobility)
    reader, other = Pen(text, cast.other_member), Pen(text, cast.member)
    reader.type(" Avant.")
    key = files["other"].image.pk
    other.send(other.change(choosing(block_of(text, "image"), "choice:image", key)))
    reader.type(" Après.")
    save_now(text.pk)
    assert shown(text) == files["own"].image.pk


def test_what_the_text_shows_already_stays_whoever_goes_on(
    cast: Cast, text: ContributionPage, files: dict[str, Files]
) -> None:
    text.record.associated_groups.add(cast.mobility)
    key = files["other"].image.pk
    reader = Pen(text, cast.other_member)
    reader.send(reader.change(choosing(block_of(text, "image"), "choice:image", key)))
    save_now(text.pk)
    Pen(text, cast.member).type(" Ensuite.")
    assert save_now(text.pk) is not None
    assert shown(text) == key


@pytest.mark.parametrize("number", [str, float])
def test_a_file_hidden_in_the_bin_does_not_come_back_with_its_block(
    cast: Cast, text: ContributionPage, files: dict[str, Files], number: type
) -> None:
    """Whoever takes the block out of the bin may read it; who chose it may not."""
    text.record.associated_groups.add(cast.mobility)
    image, finding = block_of(text, "image"), block_of(text, "finding")
    other = Pen(text, cast.member)
    other.send(
        other.change(
            choosing(image, "choice:image", files["other"].image.pk),
            linking(finding, number(files["other"].document.pk)),
            *(choosing(block, "deleted", True) for block in (image, finding)),
        )
    )
    save_now(text.pk)
    reader = Pen(text, cast.other_member)
    back = [choosing(block, "deleted", False) for block in (image, finding)]
    reader.send(reader.change(*back))
    save_now(text.pk)
    assert "Des soins reportés" in str(fresh(text).body)
    foreign = {named(files["other"].image), named(files["other"].document)}
    assert not foreign & files_used_by(fresh(text))


def test_a_file_in_the_bin_stays_its_block_s_whoever_goes_on(
    cast: Cast, text: ContributionPage, files: dict[str, Files]
) -> None:
    text.record.associated_groups.add(cast.mobility)
    block, key = block_of(text, "image"), files["other"].image.pk
    reader = Pen(text, cast.other_member)
    reader.send(reader.change(choosing(block, "choice:image", key)))
    save_now(text.pk)
    other = Pen(text, cast.member)
    other.send(other.change(choosing(block, "deleted", True)))
    save_now(text.pk)
    compact(other.room.pk)
    other.type(" Ensuite.")
    save_now(text.pk)
    other.send(other.change(choosing(block, "deleted", False)))
    save_now(text.pk)
    assert shown(text) == key


def test_a_file_that_came_from_elsewhere_stays_its_block_s_in_the_bin(
    cast: Cast, text: ContributionPage, files: dict[str, Files]
) -> None:
    """Saved with the page and deleted in it, both by people who read it."""
    text.record.associated_groups.add(cast.mobility)
    block, other = block_of(text, "image"), Pen(text, cast.member)
    body = text.body.get_prep_value()
    shows = next(found for found in body if found["id"] == block)
    shows["value"]["image"] = files["other"].image.pk
    for blocks in (body, [found for found in body if found is not shows]):
        write(text, by=cast.other_member, body=text.body.stream_block.to_python(blocks))
        compact(open_room(text, by=None).pk)
    other.type(" Ensuite.")
    save_now(text.pk)
    other.doc.apply_update(replay(Room.objects.get(page=text.pk))[0].get_update())
    other.send(other.change(choosing(block, "deleted", False)))
    save_now(text.pk)
    assert shown(text) == files["other"].image.pk


def test_the_title_of_a_hidden_file_is_told_nowhere(
    cast: Cast, text: ContributionPage, files: dict[str, Files], client_of: ClientOf
) -> None:
    """Not before the text is saved, nor in its moments, nor among refused words."""
    block, client = block_of(text, "image"), client_of(cast.member)
    SiteImage.objects.filter(pk=files["other"].image.pk).update(title="Canari")
    address = f"/contributions/{text.record.pk}"
    name_version(text, by=cast.member, label="avant")
    pen = Pen(text, cast.member)
    choose = choosing(block, "choice:image", files["other"].image.pk)
    pen.send(pen.change(choose, adding(" Mots.")))
    seen = [Seen(client.get(f"{address}/comparer/", {"de": "v1"}))]
    last = Update.objects.latest("pk").pk
    seen.append(Seen(client.get(f"{address}/moments/{last}/")))
    open_review(text, by=cast.coordinator)
    late = Pen(text, cast.member)
    late.send(late.change(choose, adding(" Tard.")))
    seen.append(Seen(client.get(f"{address}/mots-refuses/")))
    assert all(
        told in page.words for told, page in zip(("Mots.", "Mots.", "Tard."), seen, strict=True)
    )
    assert not [page for page in seen if "Canari" in page.words]


def test_a_key_that_leads_nowhere_breaks_nothing(cast: Cast, text: ContributionPage) -> None:
    pen = Pen(text, cast.member)
    for key in (999_999, -1, 2.0**70, float("inf"), float("nan"), "1", True, None, 1.5):
        pen.send(pen.change(choosing(block_of(text, "image"), "choice:image", key)))
        pen.type("x")
        assert save_now(text.pk) is not None
