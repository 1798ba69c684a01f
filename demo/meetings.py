"""Meetings of the demonstration: a date to find, one that was, one to come, one that returns."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from contributions.models import ContributionRecord
from demo.source import Item, moment, read
from demo.stage import Stage
from groups.models import Membership
from kit.demonstration import marked
from meetings.actions.agenda import Point, set_agenda
from meetings.actions.answer_poll import answer_poll
from meetings.actions.attend import record_attendance
from meetings.actions.change import Facts
from meetings.actions.minutes import open_amendments, propose_amendment, write_minutes
from meetings.actions.open_poll import open_poll
from meetings.actions.outcomes import add_decision, assign_task
from meetings.actions.plan import plan_meeting
from meetings.actions.series import plan_series
from meetings.enums import Standing
from meetings.models import Meeting, Poll, Series

_SATURDAY = 5


def load_meetings(stage: Stage) -> None:
    """Load what is missing, unless its group is no longer as the demonstration left it."""
    data = read("meetings")
    for item in data["recherches"]:
        if not Poll.objects.filter(ref=item["ref"]).exists() and _still_led(stage, item):
            _poll(stage, item)
    for item in data["reunions"]:
        if not Meeting.objects.filter(ref=item["ref"]).exists() and _still_led(stage, item):
            _meeting(stage, item)
    for item in data["series"]:
        group, title = stage.groups[item["groupe"]], marked(item["titre"])
        known = Series.objects.filter(group=group, title=title).exists()
        if not known and _still_led(stage, item):
            _series(stage, item)


def _still_led(stage: Stage, item: Item) -> bool:
    group, by = stage.groups[item["groupe"]], stage.people[item["par"]]
    rows = Membership.objects.current().coordinators()
    return group.record.is_open and rows.filter(group=group, person=by).exists()


def times_of(spec: str, minutes: int) -> tuple[datetime, datetime]:
    """Start and end, on a day when people work: what was, before a weekend; what is to
    come, after it, so that minutes always follow their meeting."""
    start = moment(spec)
    if start.weekday() >= _SATURDAY:
        past = start < timezone.now()
        start += timedelta(days=(_SATURDAY - 1 if past else 7) - start.weekday())
    return start, start + timedelta(minutes=minutes)


def _poll(stage: Stage, item: Item) -> None:
    poll = open_poll(
        stage.groups[item["groupe"]], marked(item["titre"]),
        list(dict.fromkeys(times_of(spec, item["duree"]) for spec in item["creneaux"])),
        by=stage.people[item["par"]], closes_at=moment(item["jusqu_au"]), place=item["lieu"],
        at=moment(item["ouverte"]), ref=item["ref"], is_demonstration=True,
    )  # fmt: skip
    slots = list(poll.slots.values_list("pk", flat=True))
    for ref, choices in item["reponses"].items():
        # YAML reads `yes` and `no` as what is true and what is not.
        said = [{True: "yes", False: "no"}.get(choice, choice) for choice in choices]
        answer_poll(poll, dict(zip(slots, said, strict=False)), by=stage.people[ref])


def _meeting(stage: Stage, item: Item) -> None:
    start, end = times_of(item["debut"], item["duree"])
    by = stage.people[item["par"]]
    meeting = plan_meeting(
        stage.groups[item["groupe"]], marked(item["titre"]), start, end, by=by,
        place=item["lieu"], link=item["lien"], at=moment(item["prevue"]), ref=item["ref"],
        is_demonstration=True,
    )  # fmt: skip
    set_agenda(meeting, [_point(stage, point) for point in item["points"]], by=by)
    if "compte_rendu" in item:
        _record(stage, meeting, item)


def _point(stage: Stage, point: Item) -> Point:
    lead = stage.people[point["par"]] if "par" in point else None
    return Point(point["titre"], point["minutes"], lead, _text(point))


def _text(item: Item) -> ContributionRecord | None:
    ref = item.get("texte")
    return ContributionRecord.objects.filter(ref=ref).first() if ref else None


def _record(stage: Stage, meeting: Meeting, item: Item) -> None:
    """Who was there, what was said and decided, what somebody asks to change."""
    by, minutes = stage.people[item["par"]], item["compte_rendu"]
    at = moment(minutes["le"])
    there = {stage.people[ref].pk: Standing.PRESENT.value for ref in item["presents"]}
    record_attendance(meeting, there, by=by, at=at)
    write_minutes(meeting, minutes["html"], by=by, at=at)
    for decision in item["decisions"]:
        add_decision(meeting, decision["mots"], by=by, text=_text(decision), at=at)
    for task in item["taches"]:
        person, due = stage.people[task["par"]], moment(task["pour"])
        assign_task(meeting, task["quoi"], person, by=by, due_at=due, at=at)
    open_amendments(meeting, moment(minutes["relire_jusqu_au"]), by=by, at=at)
    asked = item["amendement"]
    propose_amendment(meeting, asked["mots"], by=stage.people[asked["par"]], at=moment(asked["le"]))


def _series(stage: Stage, item: Item) -> None:
    start, end = times_of(item["debut"], item["duree"])
    facts = Facts(marked(item["titre"]), start, end, item["lieu"], item["lien"])
    series = plan_series(
        stage.groups[item["groupe"]], facts, item["rythme"], by=stage.people[item["par"]],
        at=moment(item["prevue"]),
    )  # fmt: skip
    series.meetings.update(is_demonstration=True)
