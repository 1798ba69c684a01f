"""The rows of `permissions.md` on remarks, suggestions, readers' links and reactions, asked
over HTTP by each role; the columns are those of `tests.contributions.test_rules.ROLES`."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from contributions.actions.grant_reading import grant_reading
from contributions.actions.versions import name_version
from contributions.models import ContributionPage
from discussion.actions.declare import declare
from discussion.actions.make_link import make_link
from discussion.actions.settle import settle
from discussion.actions.suggest import suggest
from discussion.urls import urlpatterns
from media.models import SiteDocument
from tests.cast import Cast, fresh, text_in
from tests.contributions.test_rules import ROLES
from tests.over_http import EVERYONE, NO_TOKEN, NOBODY, Ask, Keys, Laid, hold, laid_by

from .helpers import block_with, remark_on
from .reacting import held, opened

pytestmark = pytest.mark.django_db

STATES = ("drafting", "validation", "published")


def same(cells: str) -> dict[str, str]:
    return dict.fromkeys(STATES, cells)


def later(cells: str) -> dict[str, str]:
    """Where publication changes nothing: what becomes of a remark before it, and while the
    moderation reads."""
    return dict.fromkeys(STATES[:2], cells)


#           anon acc mem coo ass mod net dir del odi par oth gon rea sup
READERS = "  L  4   ✓   ✓   ✓   4   4   4   4   4   4   4   4   ✓   ✓"
TO_SAY = "   L  4   ✓   ✓   ✓   ✓   4   ✓   ✓   4   4   4   4   ✓   ✓"
OWN = "      L  4   ✓   3   3   4   4   4   4   4   4   4   4   3   3"
PEOPLE = "   L  4   ✓   ✓   ✓   4   4   4   4   4   4   4   4   3   ✓"
OTHERS = "   L  4   3   ✓   ✓   4   4   4   4   4   4   4   4   ✓   ✓"
LEAD = "     L  4   3   ✓   ✓   4   4   4   4   4   4   4   4   4   ✓"
HIDE_V = "   L  4   3   ✓   ✓   3   4   3   3   4   4   4   4   4   ✓"
HIDE_P = "   L  4   3   ✓   ✓   4   4   3   3   4   4   4   4   4   ✓"
WRITE_D = "  L  4   ✓   ✓   ✓   4   4   4   4   4   4   4   4   4   ✓"
WRITE_V = "  L  4   3   3   3   4   4   4   4   4   4   4   4   4   3"
OPEN_D = "   L  4   3   3   3   3   3   4   4   4   4   4   4   3   3"
OPEN_V = "   L  4   3   3   3   3   3   3   3   4   4   4   4   3   3"
DECIDE = "   L  3   3   ✓   ✓   ✓   3   3   3   3   3   3   3   3   ✓"
NONE_TO_DECIDE = "L  3   3   3   3   4   3   3   3   3   3   3   3   3   4"

#: Who may still remark, or reads what others said, has the list; a moderator or a director
#: who said nothing of a text and may say nothing of it has none.
LIST = {"drafting": READERS, "validation": TO_SAY, "published": READERS}
HIDE = {"drafting": LEAD, "validation": HIDE_V, "published": HIDE_P}
SETTING = {"drafting": OPEN_D, "validation": OPEN_V, "published": DECIDE}
_LIST, _ONE = "/contributions/{}/remarques/", "/remarques/{}/"
_WORDS = {"words": "Et ceci ?"}
ASKS: list[tuple[str, Ask]] = [
    ("text", Ask(_LIST, LIST)),
    ("text", Ask(f"{_LIST}?montrer=all&page=2", LIST)),
    ("text", Ask(f"{_LIST}comptes/", LIST)),
    ("text", Ask(f"{_LIST}bloc/page/", LIST, by_script=True)),
    ("text", Ask(f"{_LIST}nouvelle/", same(READERS))),
    ("text", Ask(f"{_LIST}nouvelle/", later(READERS), _WORDS)),
    ("text", Ask(f"{_LIST}nouvelle/?version=1", {"validation": TO_SAY})),
    ("text", Ask(f"{_LIST}nouvelle/", {"validation": TO_SAY}, _WORDS | {"version": "1"})),
    ("remark", Ask(_ONE, same(READERS))),
    ("remark", Ask(f"{_ONE}repondre/", later(READERS), _WORDS)),
    ("remark", Ask(f"{_ONE}modifier/", later(OWN))),
    ("remark", Ask(f"{_ONE}modifier/", later(OWN), _WORDS)),
    ("remark", Ask(f"{_ONE}issue/", later(READERS))),
    ("remark", Ask(f"{_ONE}issue/", later(PEOPLE), {"outcome": "refused", "note": "Hors sujet."})),
    ("ended", Ask(f"{_ONE}rouvrir/", later(PEOPLE), {})),
    ("remark", Ask(f"{_ONE}dire-d-accord/", later(OTHERS), {})),
    ("remark", Ask(f"{_ONE}histoire/", later(LEAD))),
    ("remark", Ask(f"{_ONE}masquer/", HIDE)),
    ("remark", Ask(f"{_ONE}masquer/", HIDE, {"reason": "Un nom se lit."})),
    ("proposed", Ask(f"{_ONE}accepter/", {"drafting": WRITE_D, "validation": WRITE_V}, {})),
    ("proposed", Ask(f"{_ONE}reprendre/", later(PEOPLE))),
    ("proposed", Ask(f"{_ONE}reprendre/", later(PEOPLE),
                     {"quote": "reportés", "replacement": "retardés"})),
    ("file", Ask("/documents/{}", later(READERS), nothing="987654/note.txt")),
    ("text", Ask("/contributions/{}/liens/", later(LEAD))),
    ("text", Ask("/contributions/{}/liens/", later(LEAD), {"invited": "Ana"})),
    ("link", Ask("/avis/{}/", {"drafting": EVERYONE}, missing=NOBODY, nothing=NO_TOKEN)),
    ("link", Ask("/avis/{}/bloc/page/", {"drafting": EVERYONE}, _WORDS, NOBODY, NO_TOKEN)),
    ("link", Ask("/avis/{}/avis/", {"drafting": EVERYONE}, {"stance": "favourable"}, NOBODY, NO_TOKEN)),
    ("text", Ask("/contributions/{}/reactions/", {
        "drafting": NOBODY, "validation": NOBODY, "published": EVERYONE}, missing=NOBODY)),
    ("text", Ask("/contributions/{}/reactions/ouverture/", SETTING)),
    ("text", Ask("/contributions/{}/reactions/ouverture/", SETTING, {"set": "close"})),
    ("reaction", Ask("/moderation/reactions/{}/", {"published": DECIDE}, None, NONE_TO_DECIDE)),
    ("reaction", Ask("/moderation/reactions/{}/", {"published": DECIDE},
                     {"hide": "1", "reason": "Hors sujet."}, NONE_TO_DECIDE)),
]  # fmt: skip


def lay(cast: Cast, reader: Any) -> dict[str, Keys]:
    """A text of each state with everything that its addresses ask for: kind → state → key."""
    keys: dict[str, Keys] = {kind: {} for kind in {kind for kind, _ask in ASKS}}
    for state in STATES:
        text = opened(cast, state) if state == "published" else text_in(cast, state)
        text.record.associated_groups.add(cast.housing)
        until = timezone.now() + timedelta(days=1)
        grant_reading(text, by=cast.coordinator, person=reader, until=until)
        for kind, key in _beside(cast, fresh(text)).items():
            keys[kind][state] = key
    keys["reaction"]["published"] = held(fresh(text)).pk
    keys["link"]["drafting"] = _link(cast, text_in(cast, "drafting", "À lire par un lien"))
    return keys


def _beside(cast: Cast, text: ContributionPage) -> Keys:
    file = SiteDocument.objects.create(
        title="Une note", file=ContentFile(b"x", "note.txt"), uploaded_by_user=cast.member,
        collection=cast.health.record.collection,
    )  # fmt: skip
    remark = remark_on(text, cast.member, files=[file])
    ended = remark_on(text, cast.member, "Déjà dit.")
    settle(ended, by=cast.coordinator, outcome="resolved")
    proposed = suggest(
        text, by=cast.member, block_id=block_with(text), quote="reportés", replacement="différés"
    )
    return {
        "text": text.record.pk, "remark": remark.pk, "ended": ended.pk, "proposed": proposed.pk,
        "file": f"{file.pk}/{file.filename}",
    }  # fmt: skip


def _link(cast: Cast, text: ContributionPage) -> str:
    version = name_version(text, by=cast.coordinator, label="à lire")
    until = timezone.now() + timedelta(days=2)
    link, token = make_link(version, by=cast.coordinator, invited="Ana", email="", until=until)
    declare(link, name="Ana Lopes", organisation="Université")
    return token


laid_out = laid_by(lay)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_the_answer_of_the_matrix(laid_out: Laid, role: str) -> None:
    hold(ASKS, laid_out, role)


def test_each_address_of_the_room_is_asked() -> None:
    """An address that is added is put into the table, or said here to be elsewhere."""
    elsewhere = {"review_thread", "review_file", "review_document", "reaction_confirm"}
    asked = {re_path(ask.address) for _kind, ask in ASKS}
    for pattern in urlpatterns:
        if pattern.name not in elsewhere:
            assert re_path("/" + str(pattern.pattern)) in asked, pattern.name


def re_path(address: str) -> str:
    """An address without its keys, nor what it asks: `{}`, `<int:pk>`, `?page=2`."""
    return re.sub(r"\{\}|<[^>]*>|(?<=bloc/)[^/]+", "*", address.partition("?")[0])
