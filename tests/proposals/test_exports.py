"""The list as files: what is public, safely, in the same shape for everyone."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contributions.actions.mask import mask
from contributions.actions.open_edition import open_edition
from contributions.actions.write import write
from contributions.models import ContributionRecord
from groups.models import WorkingGroupPage
from proposals import exports
from proposals.models import Proposal
from tests.cast import STATES, Cast, complete_body, fresh, text_in

from .handing import answered as reply_to
from .handing import to_partner

pytestmark = pytest.mark.django_db


def content(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def as_csv(client: Client, query: str = "") -> list[dict[str, str]]:
    words = content(client, f"/propositions.csv{query}")
    assert words.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(words[1:], newline=""), delimiter=";"))


def as_json(client: Client, query: str = "") -> dict[str, Any]:
    return json.loads(content(client, f"/propositions.json{query}"))  # type: ignore[no-any-return]


def test_both_files_say_each_standing_proposal_once(cast: Cast, client: Client) -> None:
    text = text_in(cast, "published")
    rows, data = as_csv(client), as_json(client)
    assert [row["titre"].strip() for row in rows] == ["Aller vers", "Stabiliser"]
    assert list(rows[0]) == list(data["propositions"][0])
    first = data["propositions"][0]
    number = text.proposals.get(rank=1).pk
    assert first["numero"] == number
    assert first["adresse"] == f"{settings.WAGTAILADMIN_BASE_URL}/propositions/{number}/"
    assert (first["publics"], first["licence"]) == (["Habitants des QPV"], "etalab-2.0")
    assert (data["schema"], data["filtres"]) == (1, {})
    assert data["genere_le"] and data["source"].endswith("/propositions/")


def test_a_file_is_narrowed_like_the_list_and_says_so(cast: Cast, client: Client) -> None:
    text_in(cast, "published")
    assert [row["titre"].strip() for row in as_csv(client, "?horizon=moyen")] == ["Stabiliser"]
    data = as_json(client, "?horizon=moyen&annee=1789")
    assert data["filtres"] == {"horizon": "moyen"}, "what does not exist is left out"
    assert len(data["propositions"]) == 1
    assert as_json(client, "?groupe=mobilites")["propositions"] == []


def test_nothing_that_is_not_public_is_in_a_file(cast: Cast, client: Client) -> None:
    for number, state in enumerate(STATES):
        mark = "" if state in ("published", "new_edition") else "zyzomys"
        text_in(cast, state, f"Texte {number}", mark=mark)
    text = text_in(cast, "published", "Avec un brouillon")
    open_edition(text, by=cast.coordinator)
    write(fresh(text), by=cast.member, title="zyzomys", body=complete_body("zyzomys"))
    reply_to(cast, to_partner(cast, text), words="zyzomys, tenu entre nous")
    for name in ("csv", "json"):
        words = content(client, f"/propositions.{name}")
        # The successor of a replaced text bears its mark in public.
        assert "zyzomys" not in "\n".join(line for line in words.splitlines() if ", suite" not in line)  # fmt: skip


def test_answers_that_are_public_are_there(cast: Cast, client: Client) -> None:
    text = text_in(cast, "published")
    reply_to(cast, to_partner(cast, text), state="exists", words="C'est fait.", agreed=True)
    [answer] = as_json(client)["propositions"][0]["reponses"]
    assert (answer["par"], answer["etat"], answer["mots"]) == ("Agence du Sud", "exists", "C'est fait.")  # fmt: skip
    assert as_csv(client)[0]["reponses"].startswith("Agence du Sud : exists (")


@pytest.mark.parametrize("typed", ["=1+1", "+33", "-2", "@SUM(A1)", "\tx", " =x"])
def test_a_cell_is_never_a_formula(cast: Cast, client: Client, typed: str) -> None:
    text = text_in(cast, "published")
    Proposal.objects.filter(page=text, rank=1).update(title=typed, lever=typed, audiences=[typed])
    row = as_csv(client)[0]
    assert row["titre"].startswith("'") and row["levier"].startswith("'")
    assert row["publics"].startswith("'")
    assert as_json(client)["propositions"][0]["titre"] == typed, "a program reads what was written"


def test_semicolons_quotes_and_lines_stay_in_their_cell(cast: Cast, client: Client) -> None:
    text = text_in(cast, "published")
    said = 'Un « "mot" » ; deux\nlignes'
    Proposal.objects.filter(page=text, rank=1).update(text=said)
    assert as_csv(client)[0]["texte"] == said


def test_a_demonstration_says_so_in_files(cast: Cast, client: Client) -> None:
    text = text_in(cast, "published")
    ContributionRecord.objects.filter(page=text).update(is_demonstration=True)
    assert as_csv(client)[0]["demonstration"] == "oui"
    assert as_json(client)["propositions"][0]["demonstration"] is True


def test_a_file_is_the_same_in_both_languages(cast: Cast, client: Client) -> None:
    text_in(cast, "published")
    assert content(client, "/propositions.csv") == content(client, "/en/propositions.csv")


def test_a_file_costs_the_same_for_2_and_20(cast: Cast, client: Client) -> None:
    text = text_in(cast, "published")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            content(client, "/propositions.json")
        return len(queries)

    cost()
    few = cost()
    row = text.proposals.get(rank=1)
    for number in range(18):
        row.pk, row.rank = None, 10 + number
        row.block_id = f"00000000-0000-4000-8000-{number:012}"
        row.save(force_insert=True)
    assert cost() == few


def test_a_visitor_asks_for_so_many_files_an_hour(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    caches["door"].clear()
    monkeypatch.setattr(exports, "_TURNS", 2)
    content(client, "/propositions.csv"), content(client, "/propositions.json")
    refused = client.get("/propositions.csv")
    assert refused.status_code == 429
    assert "Trop de fichiers" in refused.content.decode()
    caches["door"].clear()


def test_an_unknown_kind_of_file_is_missing(cast: Cast, client: Client) -> None:
    assert client.get("/propositions.xlsx").status_code == 404
    assert client.post("/propositions.csv").status_code == 405


def test_who_has_the_file_already_is_told_so_until_anything_in_it_changes(
    cast: Cast, client: Client
) -> None:
    text = text_in(cast, "published")
    for name in ("csv", "json"):
        path = f"/propositions.{name}"
        mark = client.get(path)["ETag"]

        def asked(path: str = path, mark: str = mark) -> int:
            return client.get(path, headers={"If-None-Match": mark}).status_code

        known = client.get(path, headers={"If-None-Match": mark})
        assert (known.status_code, known.content, known["ETag"]) == (304, b"", mark)
        assert (
            client.get(f"{path}?horizon=moyen", headers={"If-None-Match": mark}).status_code == 200
        )
        # No date of the text's knows of a mask, nor of a group's new title.
        WorkingGroupPage.objects.filter(pk=cast.health.pk).update(title=f"Santé {name}")
        assert asked() == 200
    mark = client.get("/propositions.csv")["ETag"]
    mask(text, by=cast.coordinator, words="Des permanences mobiles", reason="Un nom.")
    again = client.get("/propositions.csv", headers={"If-None-Match": mark})
    assert again.status_code == 200 and again["ETag"] != mark
