"""The named cast of the suite: one person a role, two groups, built through actions.

`santé` is the group of most stories; `mobilités` is the other one.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import PageLogEntry

from contributions.actions.close_review import close_review
from contributions.actions.create import create_contribution
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.publish import publish, schedule
from contributions.actions.replace import replace
from contributions.actions.trash import trash
from contributions.actions.validate import validate
from contributions.actions.withdraw import withdraw
from contributions.actions.write import write
from contributions.models import ContributionPage
from groups.actions.access import close_access
from groups.actions.create_group import create_group
from groups.actions.memberships import end_membership, join
from groups.enums import Role
from groups.models import Membership, Pillar, Theme, WorkingGroupPage
from notifications.models import Letter, Notice
from people.actions.mandates import entrust
from people.enums import MandateKind
from people.models import Centre, Mandate, User

from .laid import laid

PASSWORD = "une longue phrase de passe"

#: Every state in which a text can be put, by name; see `text_in`.
STATES = (
    "drafting",
    "review",
    "validation",
    "validated",
    "scheduled",
    "published",
    "new_edition",
    "replaced",
    "withdrawn",
    "trashed",
)


@dataclass
class Cast:
    superuser: User
    account: User
    member: User
    coordinator: User
    moderator: User
    moderator_two: User
    network: User
    director: User
    partner: User
    other_member: User
    other_coordinator: User
    associated_member: User
    gone: User
    health: WorkingGroupPage
    mobility: WorkingGroupPage
    housing: WorkingGroupPage
    north: Centre
    south: Centre

    def people(self) -> dict[str, User]:
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if isinstance(getattr(self, field.name), User)
        }


def person(name: str, **fields: Any) -> User:
    return User.objects.create_user(
        f"{name}@example.org",
        PASSWORD,
        display_name=fields.pop("display_name", name.replace("_", " ").title()),
        **fields,
    )


#: Who plays each role; the address of each is the role's name.
ROLES = (
    "superuser", "network", "account", "member", "coordinator", "moderator",
    "moderator_two", "director", "partner", "other_member", "other_coordinator",
    "associated_member", "gone",
)  # fmt: skip


def gather() -> Cast:
    """The cast: as the database of the suite already holds it, else made now."""
    return recall() or _create()


def recall() -> Cast | None:
    """The cast that the database holds, each person read afresh."""
    people = {user.email.partition("@")[0]: user for user in User.objects.all()}
    if not set(ROLES) <= set(people):
        return None
    groups = {page.slug: page for page in WorkingGroupPage.objects.select_related("record")}
    centres = {centre.slug: centre for centre in Centre.objects.all()}
    return Cast(
        **{role: people[role] for role in ROLES},
        health=groups["sante"],
        mobility=groups["mobilites"],
        housing=groups["habitat"],
        north=centres["nord"],
        south=centres["sud"],
    )


def disperse() -> None:
    """Leave the database as it is before anyone came: for tests of an empty site."""
    Membership.objects.all().delete()
    Mandate.objects.all().delete()
    PageLogEntry.objects.all().delete()
    for page in WorkingGroupPage.objects.select_related("record"):
        close_access(page.record)
        DeletePageAction(page, user=None).execute(skip_permission_checks=True)
    Theme.objects.all().delete()
    Pillar.objects.all().delete()
    Centre.objects.all().delete()
    User.objects.all().delete()


def _create() -> Cast:
    """Create the cast; the director directs the north, whose member is in `santé`."""
    superuser = person("superuser", is_superuser=True)
    north = Centre.objects.create(name="Centre Nord", slug="nord", is_published=True)
    south = Centre.objects.create(
        name="Centre Sud", slug="sud", is_published=True, time_zone="Indian/Reunion"
    )
    network = person("network")
    entrust(network, MandateKind.NETWORK, by=superuser)
    pillar = Pillar.objects.create(name="Cohésion sociale", slug="cohesion-sociale")
    theme = Theme.objects.create(name="Santé", slug="sante", pillar=pillar)
    health = create_group("Santé", by=network, aims="Réduire les renoncements.", themes=[theme])
    mobility = create_group("Mobilités", by=network)
    housing = create_group("Habitat", by=network)
    cast = Cast(
        superuser=superuser,
        network=network,
        north=north,
        south=south,
        health=health,
        mobility=mobility,
        housing=housing,
        **{name: person(name) for name in ROLES if name not in ("superuser", "network")},
    )
    entrust(cast.moderator, MandateKind.MODERATOR, by=superuser)
    entrust(cast.moderator_two, MandateKind.MODERATOR, by=superuser)
    entrust(cast.partner, MandateKind.PARTNER, by=superuser)
    entrust(cast.director, MandateKind.DIRECTOR, centre=north, by=superuser)
    join(cast.coordinator, health, by=network, role=Role.COORDINATOR, centre=south)
    join(cast.member, health, by=network, centre=north)
    join(cast.other_coordinator, mobility, by=network, role=Role.COORDINATOR, centre=south)
    join(cast.other_member, mobility, by=network, centre=south)
    join(cast.associated_member, housing, by=network, role=Role.COORDINATOR, centre=south)
    end_membership(join(cast.gone, health, by=network, centre=north), by=network)
    # Nobody has any news when a test begins.
    Notice.objects.all().delete()
    Letter.objects.all().delete()
    return cast


def complete_body(mark: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Blocks that lack nothing; `mark` is put in every word that search could find."""
    return [
        ("heading", {"level": "h2", "text": f"Ce que nous voyons {mark}"}),
        (
            "finding",
            {"title": f"Des renoncements {mark}", "text": f"<p>Des soins reportés {mark}.</p>"},
        ),
        (
            "proposal",
            {
                "title": f"Aller vers {mark}",
                "text": f"<p>Des permanences mobiles {mark}.</p>",
                "horizon": "court",
                "audiences": ["Habitants des QPV"],
                "lead_actors": ["Agence régionale de santé"],
                "lever": "Contrat local de santé",
            },
        ),
        (
            "proposal",
            {
                "title": f"Stabiliser {mark}",
                "text": f"<p>Des conventions de trois ans {mark}.</p>",
                "horizon": "moyen",
                "lead_actors": ["Préfecture"],
            },
        ),
    ]


def draft(cast: Cast, title: str = "Rapprocher la santé", *, mark: str = "") -> ContributionPage:
    """A complete draft of `santé`, begun and written by its member."""
    # Some stories give all texts another body: what is written is part of the name.
    name = ("draft", title, repr(complete_body(mark)), *_keys(cast))
    return laid(name, lambda: _draft(cast, title, mark))


def _keys(cast: Cast) -> tuple[int, ...]:
    return tuple(getattr(cast, field.name).pk for field in fields(cast))


def _draft(cast: Cast, title: str, mark: str) -> ContributionPage:
    page = create_contribution(cast.health, f"{title} {mark}".strip(), by=cast.member)
    write(
        page,
        by=cast.member,
        summary=f"La crise a rendu visibles des inégalités {mark}.",
        approach=f"Trois réunions {mark}.",
        body=complete_body(mark),
    )
    return fresh(page)


def fresh(page: ContributionPage) -> ContributionPage:
    """The text as the database has it now."""
    return ContributionPage.objects.get(pk=page.pk)


def text_in(
    cast: Cast, state: str, title: str = "Rapprocher la santé", *, mark: str = ""
) -> ContributionPage:
    """A text of `santé` led through actions to one of `STATES`."""
    assert state in STATES, state
    name = (state, title, repr(complete_body(mark)), *_keys(cast))
    return laid(name, lambda: _text_in(cast, state, title, mark))


def _text_in(cast: Cast, state: str, title: str, mark: str) -> ContributionPage:
    page = draft(cast, title, mark=mark)
    if state == "drafting":
        return page
    if state == "trashed":
        return fresh(trash(page, by=cast.member))
    open_review(page, by=cast.coordinator)
    if state == "review":
        return fresh(page)
    close_review(page, by=cast.coordinator)
    if state == "validation":
        return fresh(page)
    validate(page, by=cast.moderator)
    if state == "validated":
        return fresh(page)
    if state == "scheduled":
        minute = timezone.now() + timedelta(days=7)
        return fresh(schedule(page, by=cast.moderator, minute=minute))
    publish(page, by=cast.moderator)
    if state == "new_edition":
        open_edition(page, by=cast.coordinator)
    if state == "replaced":
        replace(page, by=cast.moderator, successor=text_in(cast, "published", f"{title}, suite"))
    if state == "withdrawn":
        withdraw(page, by=cast.coordinator, note="Une personne était reconnaissable.")
        withdraw(page, by=cast.moderator)
    return fresh(page)


def at(day: str) -> datetime:
    """A moment in the site's time zone, from `2020-05-25` or `2020-05-25T10:00`."""
    return timezone.make_aware(datetime.fromisoformat(day))
