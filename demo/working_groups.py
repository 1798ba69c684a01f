"""Working groups of the demonstration, and who is in them."""

from __future__ import annotations

from demo.source import Item, moment, read
from demo.stage import Stage
from groups.actions.create_group import create_group
from groups.actions.memberships import join
from groups.enums import Role
from groups.models import GroupRecord, Theme
from kit.demonstration import marked

#: The day on which the call of 2020 opens, and its groups with it.
OPENED = moment("2020-05-04T08:00")
DELIVERABLE = "Une contribution écrite, publiée avec celles des autres groupes."


def load_groups(stage: Stage) -> None:
    for item in read("05_groups")["groupes"]:
        _group(stage, item)
    for item in read("04_accounts")["comptes"]:
        _memberships(stage, item)


def _group(stage: Stage, item: Item) -> None:
    record = GroupRecord.objects.filter(ref=item["ref"]).select_related("page").first()
    if record is not None:
        stage.groups[item["ref"]] = record.page
        return
    is_fictional = item["preuve"].startswith("fictif")
    stage.new_groups.add(item["ref"])
    stage.groups[item["ref"]] = create_group(
        marked(item["titre"]) if is_fictional else item["titre"],
        by=stage.network,
        aims=item["but"],
        deliverable=DELIVERABLE,
        charter="\n".join(read("05_groups")["charte_de_groupe"]),
        themes=Theme.objects.filter(slug__in=item["themes"]),
        slug=item["ref"].removeprefix("gt-"),
        ref=item["ref"],
        is_demonstration=True,
        at=OPENED,
    )


def _memberships(stage: Stage, item: Item) -> None:
    """Put a person in their groups, when either is new: later changes are visitors'."""
    for ref in item["groupes"]:
        if item["ref"] not in stage.new_people and ref not in stage.new_groups:
            continue
        join(
            stage.people[item["ref"]],
            stage.groups[ref],
            by=stage.network,
            role=Role.COORDINATOR if item["role"] == "animation" else Role.MEMBER,
            centre=stage.centres.get(item["centre"]),
            at=OPENED,
        )
