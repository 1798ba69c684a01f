"""What a group's coordinators take away or look up: its members as a file, its log."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from groups.models import Membership, WorkingGroupPage
from groups.roster import current_rows
from groups.rules import verdict_on_exporting, verdict_on_log
from kit.access import signed_in
from kit.paging import page_of
from kit.spreadsheets import inert
from people.models import User

from .door import inside

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_PER_PAGE = 50


@inside(verdict_on_exporting)
def export(request: HttpRequest, group: WorkingGroupPage, form: str) -> HttpResponse:
    """The members of today, for a spreadsheet that runs nothing of it; who took them
    away is in the group's log."""
    rows = [_headings(), *(_line(row) for row in current_rows(group))]
    log(instance=group, action="groups.export", user=signed_in(request), data={"form": form})
    content = _as_csv(rows) if form == "csv" else _as_xlsx(rows)
    name = f"membres-{group.slug}-{timezone.localdate():%Y-%m-%d}.{form}"
    return HttpResponse(
        content,
        content_type=_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _headings() -> list[str]:
    return [_("Nom"), _("Fonction"), _("Centre"), _("Rôle"), _("Depuis le"),
            _("Adresse électronique")]  # fmt: skip


def _line(row: Membership) -> list[str]:
    person = row.person
    words = [
        person.public_name,
        person.function,
        row.centre.name if row.centre else "",
        str(row.get_role_display()),
        timezone.localtime(row.starts_at).strftime("%Y-%m-%d"),
        person.email,
    ]
    return [inert(word) for word in words]


def _as_csv(rows: list[list[str]]) -> bytes:
    """With a mark at its beginning, by which spreadsheets know the accents."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _as_xlsx(rows: list[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Membres"))
    for row in rows:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@dataclass(frozen=True)
class LogLine:
    """`who` did `what`, about `whom` where it is about somebody."""

    at: datetime
    who: str
    what: str
    whom: str
    reason: str


@inside(verdict_on_log)
def group_log(request: HttpRequest, group: WorkingGroupPage) -> HttpResponse:
    """Who did what with the group and its people, latest first."""
    entries = PageLogEntry.objects.filter(page=group.pk, action__startswith="groups.")
    page_obj = page_of(entries.select_related("user").order_by("-timestamp"), request, _PER_PAGE)
    context = {"group": group, "page_obj": page_obj, "lines": list(_log_lines(page_obj))}
    return render(request, "groups/log.html", context)


def _log_lines(entries: object) -> Iterator[LogLine]:
    rows: list[PageLogEntry] = list(entries)  # type: ignore[call-overload]
    people = User.objects.in_bulk({row.data["person"] for row in rows if "person" in row.data})
    for row in rows:
        whom = people.get(row.data.get("person"))
        yield LogLine(
            at=row.timestamp,
            who=row.user.public_name if row.user else "",
            what=str(row.message),
            whom=whom.public_name if whom else "",
            reason=row.data.get("reason", ""),
        )
