"""`/propositions/`, narrowed: each filter alone, together, and what does not exist."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contributions.models import Version
from groups.models import Theme
from kit.normalise import fold_query
from proposals.filters import ProposalFilter, has_answer, shares
from proposals.models import Named, Proposal, Reply, ReplyBlock, ReplyState
from proposals.naming import keep_names
from proposals.spellings import SUGGESTED, most_said, saying
from tests.cast import Cast, text_in
from tests.pages.conftest import Seen
from tests.pages.texts import other_groups_text, published, stored

pytestmark = pytest.mark.django_db

#: Title → what the block says.
SAID: dict[str, dict[str, Any]] = {
    "Alpha": {"horizon": "court", "audiences": ["Habitant·e·s des QPV"], "lead_actors": ["Préfecture"]},
    "Beta": {"horizon": "moyen", "audiences": ["habitants des QPV", "Élu·e·s"], "lead_actors": ["Région"]},
    "Gamma": {"audiences": ["Jeunes"], "lead_actors": ["Région"], "associated_actors": ["préfectures"]},
    "Delta": {"horizon": "court", "lead_actors": ["Ville"]},
}  # fmt: skip


@pytest.fixture
def rows(cast: Cast) -> dict[str, Proposal]:
    """Four proposals of `santé`, in its theme, first published in 2024; Beta in 2022. Two of
    `mobilités` beside them."""
    blocks = [("proposal", {"title": title, "text": "<p>t</p>"} | said) for title, said in SAID.items()]  # fmt: skip
    page = published(cast, body=stored([("finding", {"title": "f", "text": "<p>t</p>"}), *blocks]))
    page.themes.add(Theme.objects.get(slug="sante"))
    page.save()
    other_groups_text(cast)
    Version.objects.update(published_at=datetime(2024, 5, 1, tzinfo=UTC))
    found = {row.title: row for row in page.proposals.all()}
    early = Version.objects.create(
        record=page.record, number=90, kind="review", revision=page.latest_revision,
        content_hash="", title=page.title, published_at=datetime(2022, 5, 1, tzinfo=UTC),
    )  # fmt: skip
    Proposal.objects.filter(pk=found["Beta"].pk).update(first_version=early)
    reply(found["Alpha"], "taken_up", day=1)
    reply(found["Beta"], "under_study", day=1)
    reply(found["Beta"], "partly", day=2)
    reply(found["Beta"], "redirected", day=1, addressee="Ville")
    reply(found["Gamma"], "not_retained", public=False)
    return found


def reply(
    row: Proposal, state: str, *, day: int = 1, addressee: str = "Agence", public: bool = True
) -> Reply:
    now = timezone.now()
    made = Reply.objects.create(
        record=row.page.record, version=row.first_version, addressee=addressee, state=state,
        words="Motif.", dated=datetime(2026, 6, day, tzinfo=UTC).date(),
        opened_at=now if public else None,
    )  # fmt: skip
    ReplyBlock.objects.create(reply=made, block_id=row.block_id)
    return made


def found(client: Client, query: str) -> list[str]:
    answer = client.get(f"/propositions/?{query}")
    assert answer.status_code == 200
    return sorted(row.title.strip() for row in answer.context["page_obj"])


EVERYTHING = ["Aller vers", "Alpha", "Beta", "Delta", "Gamma", "Stabiliser"]
TABLE = [
    ("", EVERYTHING),
    ("horizon=court", ["Aller vers", "Alpha", "Delta"]),
    ("horizon=moyen", ["Beta", "Stabiliser"]),
    ("groupe=mobilites", ["Aller vers", "Stabiliser"]),
    ("theme=sante", ["Alpha", "Beta", "Delta", "Gamma"]),
    ("annee=2022", ["Beta"]),
    ("annee=2024&groupe=sante", ["Alpha", "Delta", "Gamma"]),
    ("public=habitants", ["Aller vers", "Alpha", "Beta"]),
    ("public=HABITANT.E.S+des+QPV", ["Aller vers", "Alpha", "Beta"]),
    ("public=elus", ["Beta"]),
    ("public=jeune", ["Gamma"]),
    ("acteur=prefecture", ["Alpha", "Gamma", "Stabiliser"]),
    ("acteur=R%C3%89GION", ["Beta", "Gamma"]),
    ("reponse=taken_up", ["Alpha"]),
    ("reponse=partly", ["Beta"]),
    ("reponse=redirected", ["Beta"]),
    ("reponse=under_study", []),
    ("reponse=sans", ["Aller vers", "Delta", "Gamma", "Stabiliser"]),
    ("reponse=sans&horizon=court&groupe=sante", ["Delta"]),
    ("acteur=region&public=habitants&horizon=moyen&annee=2022&theme=sante", ["Beta"]),
    # What does not exist narrows nothing.
    ("horizon=jamais", EVERYTHING),
    ("reponse=peut-etre", EVERYTHING),
    ("annee=1789", EVERYTHING),
    ("annee=demain&horizon=moyen", ["Beta", "Stabiliser"]),
    ("acteur=zyzomys", EVERYTHING),
    ("public=%00%22", EVERYTHING),
    ("groupe=inconnu&theme=inconnu", EVERYTHING),
]


def test_each_filter_and_several_at_once(rows: dict[str, Proposal], client: Client) -> None:
    wrong = {query: found(client, query) for query, right in TABLE if found(client, query) != right}
    assert wrong == {}


def test_what_does_not_exist_is_named_and_kept_as_typed(rows: dict[str, Proposal], client: Client) -> None:  # fmt: skip
    seen = Seen(client.get("/propositions/?annee=1789&acteur=zyzomys&reponse=ici&horizon=moyen"))
    for words in (
        "Aucune proposition de cette année : toutes sont montrées.",
        "Cet acteur n'est nommé nulle part : tous sont montrés.",
        "Cet état n'existe pas : tous sont montrés.",
    ):
        assert words in seen.words.replace("\u202f", " ")
    assert 'value="zyzomys"' in seen.html
    files = [link for link in seen.links if ".csv" in link or ".json" in link]
    assert files == ["/propositions.csv?horizon=moyen", "/propositions.json?horizon=moyen"]


def test_an_answer_that_is_not_public_counts_for_nobody(rows: dict[str, Proposal]) -> None:
    standing = Proposal.objects.standing()
    assert not standing.filter(has_answer("not_retained")).exists()
    Reply.objects.update(opened_at=timezone.now())
    assert standing.filter(has_answer("not_retained")).count() == 1


def test_filters_stay_when_the_page_turns(rows: dict[str, Proposal], client: Client) -> None:
    for number in range(30):
        Proposal.objects.create(
            page=rows["Alpha"].page, block_id=f"00000000-0000-4000-8000-{number:012}", rank=50 + number,
            title=f"Suite {number:02}", horizon="court", first_version=rows["Alpha"].first_version,
            last_version=rows["Alpha"].last_version,
        )  # fmt: skip
    seen = Seen(client.get("/propositions/?horizon=court&annee=2024"))
    [after] = [link for link in seen.links if "page=2" in link]
    assert "horizon=court" in after and "annee=2024" in after


def test_how_many_are_in_each_state_is_counted_once_a_proposal(rows: dict[str, Proposal]) -> None:
    counts = {share.state: share.count for share in shares(Proposal.objects.standing())}
    assert counts == dict.fromkeys(ReplyState.values, 0) | {
        "taken_up": 1, "partly": 1, "redirected": 1, "sans": 4,
    }  # fmt: skip
    filters = ProposalFilter({"theme": "sante", "horizon": "court"})
    narrowed = {share.state: share.count for share in shares(filters.narrowed(Proposal.objects.standing()))}  # fmt: skip
    assert (narrowed["taken_up"], narrowed["sans"], narrowed["partly"]) == (1, 1, 0)


def test_the_list_costs_the_same_for_few_and_many_answers(rows: dict[str, Proposal], client: Client) -> None:  # fmt: skip
    def cost() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get("/propositions/?reponse=partly&acteur=region")
        return len(queries)

    cost()
    few = cost()
    for day in range(1, 20):
        reply(rows["Beta"], "partly", day=day + 3, addressee=f"Ville {day}")
    assert cost() == few


def test_the_list_costs_the_same_for_five_proposals_and_for_fifty(
    rows: dict[str, Proposal], client: Client
) -> None:
    """And what it reads of names is what it shows: nothing is folded but what was typed."""
    alpha = rows["Alpha"]

    def cost() -> tuple[int, int]:
        cache.clear()
        with CaptureQueriesContext(connection) as queries, folding() as folded:
            client.get("/propositions/?acteur=region")
        return len(queries), folded.call_count

    cost()
    few = cost()
    made = [
        Proposal(
            page=alpha.page, block_id=f"00000000-0000-4000-8000-{number:012}", rank=50 + number,
            title=f"Suite {number:02}", first_version=alpha.first_version,
            last_version=alpha.last_version, lead_actors=[f"Région {number}", f"Ville {number}"],
        )
        for number in range(45)
    ]  # fmt: skip
    keep_names(Proposal.objects.bulk_create(made))
    many = cost()
    assert many[0] == few[0]
    # What was typed, twice, then what is suggested, to put it in order.
    assert many[1] <= 2 + 2 * SUGGESTED


def folding() -> Any:
    return mock.patch("proposals.spellings.fold_query", wraps=fold_query)


def test_what_is_only_in_a_draft_is_no_choice(cast: Cast, client: Client) -> None:
    text_in(cast, "review", mark="zyzomys")
    seen = Seen(client.get("/propositions/"))
    assert "zyzomys" not in seen.html
    refused = Seen(client.get("/propositions/?acteur=zyzomys"))
    assert "Cet acteur n'est nommé nulle part" in refused.words


def test_spellings_of_one_word_are_one_suggestion(rows: dict[str, Proposal]) -> None:
    rows["Delta"].associated_actors = ["Régions"]
    keep_names([rows["Delta"]])
    assert "Région" in most_said(Named.ACTOR) and "Régions" not in most_said(Named.ACTOR)
    three = {rows[title].pk for title in ("Beta", "Gamma", "Delta")}
    assert set(saying(Named.ACTOR, "région")) == three
    assert not saying(Named.ACTOR, "") and not saying(Named.ACTOR, "·")
    # What a row says no more is forgotten.
    rows["Delta"].associated_actors = []
    keep_names([rows["Delta"]])
    assert set(saying(Named.ACTOR, "région")) == three - {rows["Delta"].pk}
