"""The checklist: who keeps it, what is found under its points, what it stops."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contributions.actions.base import NotNow
from contributions.actions.mask import mask
from contributions.actions.validate import validate
from contributions.enums import WorkState
from contributions.lifecycle import state_of
from contributions.models import ContributionPage, TextEvent
from kit.access import Refused
from kit.personal_data import holdings
from kit.samples import Thing
from moderation.actions.check import Found, Overtaken, ProblemWithoutWords, check
from moderation.models import Check, ChecklistChange, ChecklistItem, Hint
from moderation.texts.checklist import mark_of, points_of, problems_in
from moderation.texts.hints import seen_in
from people.actions.close_account import close_account
from tests.cast import Cast, fresh, text_in
from tests.discussion.helpers import PASSAGE

from .at_the_desk import ClientOf, address, item, with_a_hand, words

pytestmark = pytest.mark.django_db

FINE, WRONG = Found("ok"), Found("problem", "Une habitante est nommée.")
LIST = "/moderation/liste-de-controle/"


def sent(page: ContributionPage, **rows: tuple[str, str]) -> dict[str, str]:
    """What the browser sends of the checklist, by the first word of a point's label."""
    data = {"version": str(page.record.reviewed_version_id)}
    for one in ChecklistItem.objects.active():
        state, note = rows.get(one.label.split()[0], ("", ""))
        data |= {f"point-{one.pk}-state": state, f"point-{one.pk}-note": note}
    return data


# -- What is found ---------------------------------------------------------------------


def test_every_network_begins_with_five_points(cast: Cast) -> None:
    labels = list(ChecklistItem.objects.active().values_list("label", flat=True))
    assert labels == [
        "Noms d'habitantes et d'habitants", "Sources des chiffres", "Droits des images",
        "Alternatives textuelles", "Licence",
    ]  # fmt: skip


def test_what_was_found_is_shown_with_who_found_it(cast: Cast, client_of: ClientOf) -> None:
    page = text_in(cast, "validation")
    client = client_of(cast.moderator)
    answer = client.post(address(page, "controle/"), sent(page, Licence=("ok", "Vérifiée.")))
    assert answer.status_code == 302
    made = Check.objects.get()
    assert (made.item.label, made.by, made.note) == ("Licence", cast.moderator, "Vérifiée.")
    shown = words(client_of(cast.moderator_two).get(address(page)))
    assert "Vérifiée." in shown and "Moderator, " in shown
    event = TextEvent.objects.get(record=page.record, kind="checked")
    assert event.data == {"fine": 1, "wrong": 0}


def test_the_same_sent_twice_is_noted_once(cast: Cast) -> None:
    page, licence = text_in(cast, "validation"), item("Licence")
    assert check(page, by=cast.moderator, found={licence.pk: FINE}) == 1
    assert check(page, by=cast.moderator_two, found={licence.pk: FINE}) == 0
    assert TextEvent.objects.filter(record=page.record, kind="checked").count() == 1
    assert check(page, by=cast.moderator_two, found={licence.pk: Found("")}) == 1
    assert not Check.objects.exists()


def test_a_problem_without_words_keeps_the_rest_of_the_form(
    cast: Cast, client_of: ClientOf
) -> None:
    page = text_in(cast, "validation")
    data = sent(page, Noms=("problem", " "), Licence=("ok", "Ces mots restent."))
    answer = client_of(cast.moderator).post(address(page, "controle/"), data)
    assert answer.status_code == 422
    assert "Dites quel est le problème" in words(answer) and "Ces mots restent." in words(answer)
    assert not Check.objects.exists()
    with pytest.raises(ProblemWithoutWords):
        check(page, by=cast.moderator, found={item("Noms").pk: Found("problem")})


def test_a_noted_problem_stops_the_validation_until_it_is_resolved(
    cast: Cast, client_of: ClientOf
) -> None:
    page, names = text_in(cast, "validation"), item("Noms")
    check(page, by=cast.moderator, found={names.pk: WRONG})
    with pytest.raises(Refused, match="Noms d'habitantes"):
        validate(page, by=cast.moderator_two)
    client = client_of(cast.moderator_two)
    shown = words(client.get(address(page)))
    assert "ne peut pas être validé tant qu'il n'est pas levé" in shown
    assert f"/contributions/{page.record.pk}/valider/" not in shown
    act = client.get(f"/contributions/{page.record.pk}/valider/")
    assert "note un problème (Noms d'habitantes" in words(act) and "<textarea" not in words(act)
    refused = client.post(f"/contributions/{page.record.pk}/valider/", {"note": "Mes mots."})
    assert refused.status_code == 403 and "Mes mots." in words(refused)
    check(page, by=cast.moderator_two, found={names.pk: Found("ok", "Nom ôté.")})
    validate(page, by=cast.moderator_two)
    assert state_of(fresh(page)).work is WorkState.VALIDATED


def test_a_list_that_was_not_begun_warns_and_stops_no_one(cast: Cast, client_of: ClientOf) -> None:
    page = text_in(cast, "validation")
    check(page, by=cast.moderator_two, found={item("Licence").pk: FINE})
    client = client_of(cast.moderator)
    assert "4 points de contrôle n'ont pas encore été regardés" in words(client.get(address(page)))
    act = words(client.get(f"/contributions/{page.record.pk}/valider/"))
    assert "personne n'a encore regardés" in act and "<li>Sources des chiffres" in act
    assert "<li>Licence" not in act
    validate(page, by=cast.moderator)


def test_a_point_put_aside_leaves_the_problems_noted_under_it(
    cast: Cast, client_of: ClientOf
) -> None:
    """Nobody opens the gate by dropping the point; the text under way keeps it until it is
    found in order, and the next text is not asked."""
    page, names = text_in(cast, "validation"), item("Noms")
    check(page, by=cast.moderator, found={names.pk: WRONG, item("Licence").pk: FINE})
    ChecklistItem.objects.update(is_active=False)
    with pytest.raises(Refused, match="Noms d'habitantes"):
        validate(page, by=cast.moderator_two)
    client = client_of(cast.moderator_two)
    data = sent(page) | {f"point-{names.pk}-state": "ok", f"point-{names.pk}-note": "Nom ôté."}
    assert "Une habitante est nommée." in words(client.get(address(page)))
    assert client.post(address(page, "controle/"), data).status_code == 302
    validate(page, by=cast.moderator_two)
    other = text_in(cast, "validation", "Un autre")
    assert points_of(other.record.reviewed_version, fresh(other)) == []


def test_what_was_found_in_one_version_says_nothing_of_the_next(cast: Cast) -> None:
    page = text_in(cast, "validation")
    check(page, by=cast.moderator, found={item("Noms").pk: WRONG})
    version = page.record.reviewed_version
    later = type(version).objects.create(
        record=page.record, number=version.number + 1, kind="review", title=version.title,
        revision=version.revision, content_hash=version.content_hash,
    )  # fmt: skip
    text = version.revision.as_object()
    assert all(point.check is None for point in points_of(later, text))
    later.corrects = version
    later.save()
    assert [point.item.label for point in points_of(later, text) if point.check] == [
        "Noms d'habitantes et d'habitants"
    ]


def test_who_may_not_decide_notes_nothing(cast: Cast, client_of: ClientOf) -> None:
    page = with_a_hand(text_in(cast, "validation"), cast.moderator)
    found = {item("Licence").pk: FINE}
    for who in (cast.moderator, cast.member, cast.director):
        with pytest.raises(Refused):
            check(page, by=who, found=found)
    shown = words(client_of(cast.moderator).get(address(page)))
    assert "Licence" in shown and "Pas encore regardé" in shown and "point-" not in shown


def test_a_version_that_changed_meanwhile_is_told(cast: Cast, client_of: ClientOf) -> None:
    page = text_in(cast, "validation")
    with pytest.raises(NotNow):
        check(page, by=cast.moderator, found={item("Licence").pk: FINE}, shown=999_999)
    data = sent(page, Licence=("ok", "Mes mots à moi.")) | {"version": "999999"}
    answer = client_of(cast.moderator).post(address(page, "controle/"), data)
    assert answer.status_code == 409 and "Mes mots à moi." in words(answer)
    data = sent(page, Licence=("ok", "Mes mots à moi."))
    validate(page, by=cast.moderator_two)
    answer = client_of(cast.moderator).post(address(page, "controle/"), data)
    assert answer.status_code == 409 and "Mes mots à moi." in words(answer)


def test_notes_follow_masks(cast: Cast) -> None:
    """Written before the mask, and written after it."""
    page, names = text_in(cast, "validation"), item("Noms")
    check(page, by=cast.moderator, found={names.pk: Found("problem", f"« {PASSAGE} » : qui ?")})
    mask(page, by=cast.coordinator, words=PASSAGE, reason="Une habitante se reconnaît.")
    assert PASSAGE not in Check.objects.get().note
    note = f"« {PASSAGE} » encore."
    check(page, by=cast.moderator, found={item("Licence").pk: Found("ok", note)})
    assert not Check.objects.filter(note__contains=PASSAGE).exists()


def test_a_closed_account_leaves_what_it_found(cast: Cast) -> None:
    page = text_in(cast, "validation")
    check(page, by=cast.moderator, found={item("Licence").pk: Found("ok", "Vue.")})
    holding = next(one for one in holdings if one.name == "moderation.checks")
    assert [row["mot"] for row in holding.collect(cast.moderator)] == ["Vue."]
    close_account(cast.moderator, by=cast.moderator)
    assert Check.objects.get().note == "Vue."


# -- What the machine counts -----------------------------------------------------------


def block(kind: str, **value: Any) -> Thing:
    return Thing(block_type=kind, id="b", value=value, block=Thing(label=kind))


def text_with(*blocks: Thing, licence: str = "etalab-2.0") -> Any:
    return Thing(body=blocks, licence=licence, get_licence_display=lambda: "Licence Ouverte")


def rich(words: str) -> Thing:
    return Thing(source=f"<p>{words}</p>")


BARE, CREDITED = Thing(title="Un hall", credit=""), Thing(title="Un hall", credit="Centre Nord")


@pytest.mark.parametrize(
    ("one", "hint", "counted"),
    [
        (block("figure", value="12", unit="%", source=""), Hint.SOURCES, 1),
        (block("figure", value="12", unit="%", source="Insee"), Hint.SOURCES, 0),
        (block("finding", title="A", text=rich("Rien."), source_kind="figure"), Hint.SOURCES, 1),
        (block("finding", title="A", text=rich("14,8 % des personnes")), Hint.SOURCES, 1),
        (block("finding", title="A", text=rich("14,8 %"), source="Insee"), Hint.SOURCES, 0),
        (block("finding", title="A", text=rich("En mai 2020, à 3 reprises")), Hint.SOURCES, 0),
        (block("image", image=BARE, alt_text="Un hall"), Hint.RIGHTS, 1),
        (block("image", image=CREDITED, alt_text="Un hall"), Hint.RIGHTS, 0),
        (block("image", image=None), Hint.RIGHTS, 0),
        (block("image", image=CREDITED, alt_text=" "), Hint.ALTERNATIVES, 1),
        (block("image", image=CREDITED, alt_text="", decorative=True), Hint.ALTERNATIVES, 0),
        (block("video", title="Replay", transcript=""), Hint.ALTERNATIVES, 1),
        (block("video", title="Replay", transcript="Dit."), Hint.ALTERNATIVES, 0),
    ],
)
def test_the_machine_counts_what_it_can(one: Thing, hint: Hint, counted: int) -> None:
    assert len(seen_in(text_with(one))[hint]) == counted


def test_the_licence_is_said_and_only_a_closed_one_is_to_be_looked_at() -> None:
    assert [one.plain for one in seen_in(text_with())[Hint.LICENCE]] == [True]
    assert [one.plain for one in seen_in(text_with(licence="reserved"))[Hint.LICENCE]] == [False]
    assert [one.plain for one in seen_in(text_with(licence=""))[Hint.LICENCE]] == [False]


# -- The list itself -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (None, 302), ("account", 404), ("member", 404), ("coordinator", 404), ("director", 404),
        ("partner", 404), ("gone", 404), ("other_coordinator", 404), ("moderator", 200),
        ("network", 200), ("superuser", 200),
    ],
)  # fmt: skip
def test_the_moderation_and_the_network_keep_the_list(
    cast: Cast, client_of: ClientOf, role: str | None, status: int
) -> None:
    client = client_of(getattr(cast, role) if role else None)
    assert client.get(LIST).status_code == status
    if status != 200:
        assert client.post(LIST, listed()).status_code == {302: 401}.get(status, status)
        assert ChecklistItem.objects.count() == 5


def listed(change: Callable[[dict[str, str]], None] = lambda data: None) -> dict[str, str]:
    items = list(ChecklistItem.objects.all())
    total = len(items) + 1
    data = {"form-TOTAL_FORMS": str(total), "form-INITIAL_FORMS": str(len(items))}
    for rank, one in enumerate(items):
        data |= {
            f"form-{rank}-id": str(one.pk), f"form-{rank}-label": one.label,
            f"form-{rank}-help": one.help, f"form-{rank}-hint": one.hint,
            f"form-{rank}-position": str(one.position), f"form-{rank}-is_active": "on",
            f"form-{rank}-seen": json.dumps(one.said),
        }  # fmt: skip
    last = len(items)
    data |= {
        f"form-{last}-label": "",
        f"form-{last}-position": "10",
        f"form-{last}-is_active": "on",
    }
    change(data)
    return data


def test_points_are_added_changed_and_put_aside(cast: Cast, client_of: ClientOf) -> None:
    def change(data: dict[str, str]) -> None:
        data["form-0-label"] = "Noms de personnes"
        del data["form-4-is_active"]
        data["form-5-label"], data["form-5-position"] = "Sigles expliqués", "60"

    assert client_of(cast.network).post(LIST, listed(change)).status_code == 302
    labels = list(ChecklistItem.objects.active().values_list("label", flat=True))
    assert labels[0] == "Noms de personnes" and labels[-1] == "Sigles expliqués"
    assert "Licence" not in labels
    page = text_in(cast, "validation")
    assert "Sigles expliqués" in words(client_of(cast.moderator).get(address(page)))


def test_who_changed_a_point_is_told_where_the_list_is_kept(
    cast: Cast, client_of: ClientOf
) -> None:
    def change(data: dict[str, str]) -> None:
        del data["form-0-is_active"]
        data["form-1-label"] = "Sources des nombres"
        data["form-5-label"] = "Sigles expliqués"

    client = client_of(cast.network)
    assert client.post(LIST, listed(change)).status_code == 302
    assert client.post(LIST, listed_as_seen()).status_code == 302, "nothing changes"
    rows = ChecklistChange.objects.order_by("pk")
    assert [(row.by, row.label) for row in rows] == [
        (cast.network, "Noms d'habitantes et d'habitants"), (cast.network, "Sources des chiffres"),
        (cast.network, "Sigles expliqués"),
    ]  # fmt: skip
    shown = words(client_of(cast.moderator).get(LIST))
    assert "point mis de côté" in shown and "renommé « Sources des nombres »" in shown
    assert "point ajouté" in shown and cast.network.public_name in shown


def listed_as_seen() -> dict[str, str]:
    def keep(data: dict[str, str]) -> None:
        for rank, one in enumerate(ChecklistItem.objects.all()):
            if not one.is_active:
                del data[f"form-{rank}-is_active"]

    return listed(keep)


def test_a_list_opened_before_overwrites_no_colleague(cast: Cast, client_of: ClientOf) -> None:
    """409, with both; what only a colleague changed stays as they left it."""

    def mine(data: dict[str, str]) -> None:
        data["form-0-label"] = "Noms de personnes"

    data, names, licence = listed(mine), item("Noms"), item("Licence")
    ChecklistItem.objects.filter(pk=names.pk).update(label="Noms et prénoms")
    ChecklistItem.objects.filter(pk=licence.pk).update(label="Licence ouverte")
    client = client_of(cast.moderator)
    answer = client.post(LIST, data)
    shown = words(answer)
    assert answer.status_code == 409
    assert "Noms de personnes" in shown and "Ce point dit maintenant : « Noms et prénoms »" in shown
    assert item("Noms").label == "Noms et prénoms" and not ChecklistChange.objects.exists()
    again = answer.context["items"].forms[0]
    data["form-0-seen"] = again["seen"].value()
    assert client.post(LIST, data).status_code == 302
    assert item("Noms").label == "Noms de personnes"
    assert item("Licence").label == "Licence ouverte", "left as the colleague left it"


def test_a_point_without_words_keeps_what_was_typed(cast: Cast, client_of: ClientOf) -> None:
    def change(data: dict[str, str]) -> None:
        data["form-0-label"], data["form-1-help"] = "", "Une aide à ne pas perdre."

    answer = client_of(cast.network).post(LIST, listed(change))
    assert answer.status_code == 422 and "Une aide à ne pas perdre." in words(answer)
    assert item("Noms").label == "Noms d'habitantes et d'habitants"


def test_twenty_points_cost_what_two_do(cast: Cast, client_of: ClientOf) -> None:
    page = text_in(cast, "validation")
    client = client_of(cast.moderator)

    def queries(points: int) -> int:
        ChecklistItem.objects.all().delete()
        made = [ChecklistItem.objects.create(label=f"Point {n}") for n in range(points)]
        check(page, by=cast.moderator, found={one.pk: FINE for one in made})
        client.get(address(page))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address(page)).status_code == 200
        return len(seen)

    assert queries(2) == queries(20)


def test_a_page_opened_before_erases_no_colleague_s_problem(cast: Cast) -> None:
    page = text_in(cast, "validation")
    names = item("Noms")
    check(page, by=cast.moderator, found={names.pk: WRONG})
    with pytest.raises(Overtaken) as refused:
        check(page, by=cast.moderator_two, found={names.pk: Found("", seen="")})
    assert refused.value.item == names.pk
    version = page.record.reviewed_version
    assert version is not None
    [standing] = problems_in(version)
    lifted = Found("ok", "Nom ôté.", seen=mark_of(standing))
    assert check(page, by=cast.moderator_two, found={names.pk: lifted}) == 1
