"""What is live is what was validated, whatever somebody tries between the two."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contributions.actions.close_review import close_review
from contributions.actions.mask import mask
from contributions.actions.open_review import open_review
from contributions.actions.publish import publish, schedule
from contributions.actions.publish_due import publish_due
from contributions.actions.return_text import return_text
from contributions.actions.validate import validate
from contributions.actions.versions import name_version, restore
from contributions.actions.write import write
from contributions.freezing import content_hash
from contributions.models import ContributionPage, Version
from cowriting.record.saving import save_now
from people.models import User
from tests.cast import Cast, draft, fresh
from tests.cowriting.pens import Pen

pytestmark = pytest.mark.django_db

PASSAGE, MEDDLED = "soins reportés", "Glissé après coup."


class Story:
    """One text on its way to the public, and those who would still change it."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.text = draft(cast, "Tel que validé")
        self.old = name_version(self.text, by=cast.member, label="au début")
        write(self.text, by=cast.member, summary="Ce que le groupe soumet.")
        self.pen = Pen(self.text, cast.member)
        self.tab = fresh(self.text).get_latest_revision_as_object()
        self.form = self._form()

    def version(self) -> Version | None:
        record = fresh(self.text).record
        return record.validated_version or record.reviewed_version

    def client(self, user: User) -> Client:
        client = Client()
        client.force_login(user, backend="people.backends.DoorBackend")
        return client

    def _form(self) -> dict[str, str]:
        """The editor's form as a tab opened before the review sends it."""
        text = fresh(self.text)
        loaded = text.latest_revision
        return {
            "title": text.title, "slug": text.slug, "summary": MEDDLED,
            "approach": text.approach, "addressees": "", "licence": "etalab-2.0",
            "body-count": "0", "loaded_revision_id": str(loaded.pk),
            "loaded_revision_created_at": loaded.created_at.isoformat(),
        }  # fmt: skip


def by_the_room(story: Story) -> None:
    """Letters that were on their way when the text was frozen, and the save that follows."""
    story.pen.type(f" {MEDDLED}")
    save_now(story.text.pk)


def by_restoring(story: Story) -> None:
    restore(fresh(story.text), by=story.cast.coordinator, version=story.old)


def by_the_admins_restoring(story: Story) -> None:
    address = reverse("wagtailadmin_pages:revisions_revert", args=[story.text.pk, story.old.revision_id])  # fmt: skip
    for user in (story.cast.member, story.cast.superuser):
        client = story.client(user)
        client.get(address)
        edit = reverse("wagtailadmin_pages:edit", args=[story.text.pk])
        client.post(edit, story.form | {"revision": str(story.old.revision_id)})


def by_an_open_tab(story: Story) -> None:
    """Autosave over the very revision that was frozen, as the editor does by itself."""
    frozen = story.version()
    edit = reverse("wagtailadmin_pages:edit", args=[story.text.pk])
    more = {"overwrite_revision_id": str(frozen.revision_id)} if frozen else {}
    for user in (story.cast.member, story.cast.superuser):
        for headers in ({}, {"accept": "application/json"}):
            story.client(user).post(edit, story.form | more, headers=headers)


def by_code(story: Story) -> None:
    """A script that read the words before, and saves them over what was frozen."""
    frozen = story.version()
    for over in (None, frozen.revision if frozen else None):
        story.tab.summary = MEDDLED
        with suppress(PermissionDenied):
            story.tab.save_revision(user=story.cast.member, overwrite_revision=over, clean=False)


def by_importing(story: Story) -> None:
    write(fresh(story.text), by=story.cast.coordinator, summary=MEDDLED)


def by_the_api(story: Story) -> None:
    client, said = story.client(story.cast.superuser), json.dumps({"summary": MEDDLED})
    for address in ("/api/v2/pages/", "/admin/api/main/pages/"):
        for send in (client.put, client.patch):
            send(f"{address}{story.text.pk}/", said, content_type="application/json")


def by_publishing_in_the_admin(story: Story) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[story.text.pk])
    for user in (story.cast.member, story.cast.coordinator, story.cast.superuser):
        story.client(user).post(edit, story.form | {"action-publish": "1"})


MEDDLERS: list[Callable[[Story], None]] = [
    by_the_room, by_restoring, by_the_admins_restoring, by_an_open_tab, by_code, by_importing,
    by_the_api, by_publishing_in_the_admin,
]  # fmt: skip


def review(story: Story) -> None:
    open_review(fresh(story.text), by=story.cast.coordinator)


def submit(story: Story) -> None:
    close_review(fresh(story.text), by=story.cast.coordinator)


def approve(story: Story) -> None:
    validate(fresh(story.text), by=story.cast.moderator)


def program(story: Story) -> None:
    minute = timezone.now() + timedelta(days=1)
    schedule(fresh(story.text), by=story.cast.moderator, minute=minute)


def at_its_minute(story: Story) -> None:
    publish_due(timezone.now() + timedelta(days=2))


STEPS: list[Callable[[Story], None]] = [review, submit, approve, program, at_its_minute]


def quietly(meddle: Callable[[Story], Any], story: Story) -> None:
    """Whoever is refused is refused in one of the ways that pages know."""
    with suppress(PermissionDenied, Http404):
        meddle(story)


def require_exact(text: ContributionPage, version: Version, summary: str) -> None:
    page = fresh(text)
    version.refresh_from_db()
    said = version.revision.as_object()
    assert page.live and page.live_revision_id == version.revision_id
    assert page.record.current_version_id == version.pk
    assert content_hash(version.revision) == version.content_hash
    assert page.summary == said.summary == summary
    assert page.body.get_prep_value() == said.body.get_prep_value()
    assert MEDDLED not in str(page.body) and MEDDLED not in page.summary


@pytest.mark.parametrize("meddle", MEDDLERS, ids=lambda meddle: meddle.__name__)
def test_nothing_that_is_tried_on_the_way_is_live(
    cast: Cast, meddle: Callable[[Story], None]
) -> None:
    """After each step but the last: frozen, submitted, validated, scheduled."""
    story = Story(cast)
    for step in STEPS:
        step(story)
        if step is review:
            frozen = story.version()
            assert frozen is not None
        if step is not at_its_minute:
            quietly(meddle, story)
        assert story.version() in (frozen, None)
    require_exact(story.text, frozen, "Ce que le groupe soumet.")


@pytest.mark.parametrize("rank", range(4), ids=lambda rank: STEPS[rank].__name__)
def test_a_passage_masked_on_the_way_is_hidden_and_the_version_is_the_same(
    cast: Cast, rank: int
) -> None:
    """What is live is the version that was validated, read with its mask."""
    story = Story(cast)
    for number, step in enumerate(STEPS):
        step(story)
        if number == rank:
            frozen = story.version()
            mask(fresh(story.text), by=cast.coordinator, words=PASSAGE, reason="Reconnaissable.")
    require_exact(story.text, frozen, "Ce que le groupe soumet.")
    assert PASSAGE not in str(fresh(story.text).body)
    assert PASSAGE in str(json.loads(frozen.revision.content["body"]))
    assert PASSAGE not in story.client(cast.member).get(fresh(story.text).url).content.decode()


def test_what_is_written_after_a_return_is_not_what_was_submitted(cast: Cast) -> None:
    """Back at writing, the text needs another round: nothing of the old decision holds."""
    story = Story(cast)
    review(story)
    submit(story)
    return_text(fresh(story.text), by=cast.moderator, note="À revoir.")
    first = story.old.record.versions.latest("number")
    write(fresh(story.text), by=cast.member, summary="Revu.")
    for step in (approve, program):
        with pytest.raises(PermissionDenied):
            step(story)
    for step in (review, submit, approve):
        step(story)
    second = story.version()
    assert second is not None and second.number > first.number
    publish(fresh(story.text), by=cast.moderator)
    require_exact(story.text, second, "Revu.")
