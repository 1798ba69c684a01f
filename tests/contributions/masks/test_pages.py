"""The pages where a passage is hidden, and where a second person looks at it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from contributions.actions.close_review import close_review
from contributions.actions.mask import mask
from contributions.actions.open_review import open_review
from contributions.actions.publish import publish
from contributions.actions.validate import validate
from contributions.actions.write import write
from contributions.models import ContributionPage, Mask
from media.models import SiteDocument
from people.models import User
from tests.cast import Cast, fresh, text_in

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User | None], Client]
WORDS, WHY = "soins reportés", "Une habitante se reconnaît."

#: What each role is answered, whatever the state: `permissions.md`.
ANSWERS = {
    None: "L", "account": "3", "member": "3", "coordinator": "✓", "moderator": "✓",
    "network": "✓", "director": "3", "partner": "3", "other_member": "3",
    "other_coordinator": "3", "gone": "3", "superuser": "✓",
}  # fmt: skip
STATUS = {"L": 302, "3": 403, "✓": 200}


def new_at(text: ContributionPage) -> str:
    return f"/contributions/{text.record.pk}/masquer/"


@pytest.mark.parametrize("role", ANSWERS)
def test_each_role_gets_the_answer_of_the_charter(
    cast: Cast, client_of: ClientOf, role: str | None
) -> None:
    client = client_of(getattr(cast, role) if role else None)
    wrong = []
    for state in ("drafting", "validation", "published", "withdrawn"):
        text = text_in(cast, state, f"Texte {state}")
        made = mask(text, by=cast.coordinator, words=WORDS, reason=WHY)
        for address in (new_at(text), made.get_absolute_url()):
            status = client.get(address).status_code
            if status != STATUS[ANSWERS[role]]:
                wrong.append((state, address, status))
    assert wrong == []


@pytest.mark.parametrize("role", ["account", "moderator", None])
def test_what_does_not_exist_is_answered_as_what_is_hidden(
    cast: Cast, client_of: ClientOf, role: str | None
) -> None:
    client = client_of(getattr(cast, role) if role else None)
    text = text_in(cast, "drafting")
    made = mask(text, by=cast.coordinator, words=WORDS, reason=WHY)
    if role == "moderator":
        assert client.get("/contributions/99999/masquer/").status_code == 403
        return
    for there, missing in (
        (new_at(text), "/contributions/99999/masquer/"),
        (made.get_absolute_url(), "/moderation/masques/99999/"),
    ):
        answers = [client.get(address) for address in (there, missing)]
        assert len({answer.status_code for answer in answers}) == 1


def test_a_first_click_says_where_and_a_second_one_hides(cast: Cast, client_of: ClientOf) -> None:
    text = text_in(cast, "published")
    client = client_of(cast.coordinator)
    said = client.post(new_at(text), {"words": WORDS, "reason": WHY})
    assert said.status_code == 200
    assert not Mask.objects.exists()
    assert [times for _v, times in said.context["places"].versions] == [1]
    assert (said.context["places"].public, said.context["places"].draft) == (1, 1)
    done = client.post(new_at(text), {"words": WORDS, "reason": WHY, "confirm": "1"})
    made = Mask.objects.get()
    assert done.url == made.get_absolute_url()
    assert WORDS not in Client().get(text.url).content.decode()
    again = client.post(new_at(text), {"words": WORDS, "reason": WHY, "confirm": "1"})
    assert again.url == made.get_absolute_url()


def test_a_moderator_is_told_of_the_places_that_they_read(cast: Cast, client_of: ClientOf) -> None:
    text = text_in(cast, "new_edition")
    said = client_of(cast.moderator).post(new_at(text), {"words": WORDS, "reason": WHY})
    assert said.context["places"].draft is None
    assert said.context["places"].public == 1


@pytest.mark.parametrize(
    "data",
    [
        {"words": WORDS}, {"reason": WHY}, {"words": "de", "reason": WHY},
        {"words": "Mots absents", "reason": WHY, "confirm": "1"},
        {"words": "Mots absents", "reason": WHY},
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    cast: Cast, client_of: ClientOf, data: dict[str, str]
) -> None:
    answer = client_of(cast.coordinator).post(new_at(text_in(cast, "published")), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert all(value in answer.content.decode() for value in data.values())
    assert not Mask.objects.exists()


def test_a_quote_comes_with_the_address(cast: Cast, client_of: ClientOf) -> None:
    address = f"{new_at(text_in(cast, 'published'))}?passage=Zélie"
    assert ">\nZélie</textarea>" in client_of(cast.moderator).get(address).content.decode()


def test_the_second_person_confirms_and_the_first_cannot(cast: Cast, client_of: ClientOf) -> None:
    made = mask(text_in(cast, "published"), by=cast.coordinator, words=WORDS, reason=WHY)
    address = made.get_absolute_url()
    own = client_of(cast.coordinator)
    assert b'name="confirm"' not in own.get(address).content
    assert own.post(address, {"confirm": "1"}).status_code == 403
    other = client_of(cast.network)
    assert b'name="confirm"' in other.get(address).content
    assert other.post(address, {"confirm": "1"}).status_code == 302
    assert other.post(address, {"confirm": "1"}).status_code == 302
    made.refresh_from_db()
    assert made.confirmed_by == cast.network
    assert other.post(address, {}).status_code == 404


def test_lifting_needs_a_reason_and_comes_once(cast: Cast, client_of: ClientOf) -> None:
    text = text_in(cast, "published")
    made = mask(text, by=cast.coordinator, words=WORDS, reason=WHY)
    client = client_of(cast.moderator)
    assert client.post(made.get_absolute_url(), {"lift": "1"}).status_code == 422
    done = client.post(made.get_absolute_url(), {"lift": "1", "reason": "Accord donné."})
    assert done.status_code == 302
    assert WORDS in Client().get(text.url).content.decode()
    late = client.post(made.get_absolute_url(), {"lift": "1", "reason": "Encore."})
    assert late.status_code == 409
    assert "Encore." in late.content.decode()


def test_the_work_of_the_text_leads_there(cast: Cast, client_of: ClientOf) -> None:
    text = text_in(cast, "published")
    made = mask(text, by=cast.coordinator, words=WORDS, reason=WHY)
    work = f"/contributions/{text.record.pk}/suivi/"
    seen = client_of(cast.moderator).get(work).content.decode()
    assert new_at(text) in seen
    assert made.get_absolute_url() in seen
    assert new_at(text) not in client_of(cast.member).get(work).content.decode()


# -- A file ----------------------------------------------------------------------------


@pytest.fixture
def shown(cast: Cast) -> tuple[ContributionPage, SiteDocument]:
    """A published text with a file that everyone reads."""
    text = text_in(cast, "drafting")
    file = SiteDocument.objects.create(
        title="Compte rendu nominatif", file=ContentFile(b"%PDF-1.4", name="compte.pdf"),
        collection=cast.health.record.collection, uploaded_by_user=cast.member,
    )  # fmt: skip
    body = [(block.block_type, block.value) for block in text.body]
    body.append(("document", {"document": file, "description": "Joint"}))
    write(text, by=cast.member, body=body)
    open_review(fresh(text), by=cast.coordinator)
    close_review(fresh(text), by=cast.coordinator)
    validate(fresh(text), by=cast.moderator)
    publish(fresh(text), by=cast.moderator)
    return fresh(text), file


def test_a_masked_file_is_closed_and_named_no_more(
    cast: Cast, client_of: ClientOf, shown: tuple[ContributionPage, SiteDocument]
) -> None:
    text, file = shown
    assert Client().get(file.url).status_code == 200
    key = f"sitedocument-{file.pk}"
    form = {"file": key, "reason": WHY, "confirm": "1"}
    assert client_of(cast.coordinator).post(new_at(text), form).status_code == 302
    made = Mask.objects.get()
    for role, status in (
        (None, 302), ("member", 404), ("account", 404), ("coordinator", 200), ("moderator", 200),
        ("network", 200), ("superuser", 200),
    ):  # fmt: skip
        client = client_of(getattr(cast, role) if role else None)
        assert client.get(file.url).status_code == status, role
    for address in (text.url, f"/contributions/{text.record.pk}/versions/1/"):
        page = Client().get(address).content.decode()
        assert "nominatif" not in page
        assert "fichier masqué" in page.replace("\xa0", " ")
    client_of(cast.moderator).post(made.get_absolute_url(), {"lift": "1", "reason": "Accord."})
    assert Client().get(file.url).status_code == 200
    assert "nominatif" in Client().get(text.url).content.decode()


@pytest.mark.parametrize(
    ("words", "title", "listed"),
    [("soins reportés", "Les soins-reportes", True), ("soins reportés", "Soins", False)],
)
def test_a_file_whose_name_says_the_passage_is_to_be_hidden_too(
    cast: Cast,
    client_of: ClientOf,
    shown: tuple[ContributionPage, SiteDocument],
    words: str,
    title: str,
    listed: bool,
) -> None:
    text, file = shown
    SiteDocument.objects.filter(pk=file.pk).update(title=title)
    seen = client_of(cast.coordinator).post(new_at(text), {"words": words, "reason": WHY})
    assert seen.context["files"] == ([file] if listed else [])
    assert ("masquez-le aussi" in seen.content.decode()) is listed
