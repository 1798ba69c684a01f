"""What is looked at besides the demonstration, and where everything is.

Runs in the server's process, before it answers, through the same actions as everybody:
a text with two editions and every kind of block, a draft in the trash, a version to take
up again, a closed group, a person who has no password yet.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from wagtail.models import Site

from contributions.actions.close_review import close_review
from contributions.actions.create import create_contribution
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.publish import publish
from contributions.actions.trash import trash
from contributions.actions.validate import validate
from contributions.actions.versions import name_version
from contributions.actions.write import write
from contributions.models import ContributionPage, ContributionRecord
from demo.bodies import Block
from demo.files import health_blocks
from groups.actions.close_group import close_group
from groups.actions.create_group import create_group
from groups.enums import GroupKind
from groups.models import Call, WorkingGroupPage
from people.models import User
from proposals.models import Proposal

from . import words
from .scenes import (
    assent,
    cowriting,
    desk,
    errata,
    examples,
    groups,
    links,
    meetings,
    notifications,
    people,
    proposals,
    public_words,
    remarks,
    signing,
    texts,
    transmissions,
    validation,
)
from .serve import NAME


def set_scene() -> dict[str, Any]:
    """Sessions of everyone by address, and the words that addresses are made of."""
    Site.objects.filter(is_default_site=True).update(hostname=NAME, port=80)
    Site.clear_site_root_paths_cache()
    _publish_two_editions()
    _trash_a_draft()
    name_version(_text("contrib-education"), by=_person("camille.exemple"), label="Premier jet")
    closed = create_group(
        by=_person("noa.prototype"),
        title="Numérique (démonstration)",
        kind=GroupKind.AD_HOC,
        slug="numerique",
        is_demonstration=True,
    )
    close_group(closed, by=_person("noa.prototype"))
    newcomer = _person("yael.calque")
    newcomer.set_unusable_password()
    newcomer.save(update_fields=["password"])
    places: dict[str, str] = {}
    for room in (
        people,
        groups,
        texts,
        meetings,
        notifications,
        cowriting,
        examples,
        errata,
        remarks,
        links,
        public_words,
        proposals,
        desk,
        validation,
        assent,
        signing,
        transmissions,
    ):
        places |= room.set_scene()
    active = User.objects.filter(is_active=True)
    return {
        "sessions": {person.email: _session_of(person) for person in active},
        "places": _places() | places,
    }


def _person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def _text(ref: str) -> ContributionPage:
    """A text as the database has it now."""
    return ContributionRecord.objects.select_related("page").get(ref=ref).page


def _publish_two_editions() -> None:
    group = WorkingGroupPage.objects.get(slug="education")
    writer = _person("jo.esquisse")
    create_contribution(
        group, words.TITLE, by=writer, ref=words.REF, is_demonstration=True,
        at=datetime(2026, 4, 7, 9, tzinfo=UTC),
    )  # fmt: skip
    media = health_blocks(group, writer)
    _bring_out(media, 1, datetime(2026, 4, 8, 9, tzinfo=UTC))
    open_edition(_text(words.REF), by=writer, at=datetime(2026, 5, 4, 8, tzinfo=UTC))
    _bring_out(media, 2, datetime(2026, 5, 12, 9, tzinfo=UTC))


def _bring_out(media: list[Block], edition: int, at: datetime) -> None:
    """From writing to the public, in an hour of that day."""
    writer, moderator = _person("jo.esquisse"), _person("robin.etalon")
    body = json.dumps(words.blocks(media, edition=edition))
    write(
        _text(words.REF), by=writer, at=at, summary=words.SUMMARY, approach=words.APPROACH,
        addressees=words.ADDRESSEES, body=body,
    )  # fmt: skip
    steps = (
        (open_review, writer),
        (close_review, writer),
        (validate, moderator),
        (publish, moderator),
    )
    for minute, (step, by) in enumerate(steps, start=10):
        step(_text(words.REF), by=by, at=at.replace(minute=minute))  # type: ignore[operator]


def _trash_a_draft() -> None:
    coordinator = _person("dominique.modele")
    group = WorkingGroupPage.objects.get(slug="sante")
    page = create_contribution(
        group, "Une note abandonnée (démonstration)", by=coordinator, ref="look-corbeille",
        is_demonstration=True,
    )  # fmt: skip
    trash(page, by=coordinator)


def _session_of(person: User) -> str:
    """A signed-in session, as the door leaves it."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "people.backends.DoorBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    # Who has just confirmed who they are sees what guards their account.
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.create()
    return str(session.session_key)


def _places() -> dict[str, str]:
    """The numbers and names that `pages.py` puts in its addresses."""
    forgetful = _person("lou.specimen")
    key = default_token_generator.make_token(forgetful)
    places = {
        "call": str(Call.objects.get(ref="saisine-chaleurs").pk),
        "reset key": f"{user_pk_to_url_str(forgetful)}-{key}",
    }
    for record in ContributionRecord.objects.select_related("page"):
        places[f"text {record.ref}"] = str(record.pk)
        places[f"page {record.ref}"] = str(record.page.url)
    for group in WorkingGroupPage.objects.select_related("record"):
        places[f"group {group.slug}"] = str(group.pk)
    for state, rows in _proposals().items():
        places[f"proposal {state}"] = str(rows.order_by("pk")[0].pk)
    return places


def _proposals() -> dict[str, Any]:
    """Proposals by what became of them."""
    record = "page__record__"
    kept = Proposal.objects.filter(removed_at__isnull=True)
    return {
        "standing": kept.filter(**{f"{record}ref": "contrib-sante"}),
        "removed": Proposal.objects.filter(removed_at__isnull=False),
        "replaced": kept.filter(**{f"{record}replaced_by__isnull": False}),
        "withdrawn": kept.filter(**{f"{record}withdrawn_at__isnull": False}),
    }
