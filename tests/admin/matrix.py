"""`permissions.md` as data: who gets which answer, at which addresses, in which state.

A cell is `✓` (allowed), `L` (sign in), `4` (404, the same as missing) or `3` (403 with
the reason). A row gives one cell a role for each set of states; roles that a row does
not name get `4`, an anonymous visitor `L`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse

from contributions.lifecycle import current_task_state
from contributions.models import ContributionPage

ROLES = (
    "anonymous",
    "account",
    "member",
    "coordinator",
    "associated_member",
    "moderator",
    "network",
    "director",
    "partner",
    "other_member",
    "other_coordinator",
    "gone",
    "reader",
    "superuser",
)
#: The group's people: their cells go together unless a row parts them.
PEOPLE = ("member", "coordinator", "associated_member")
COORDINATION = ("coordinator", "associated_member")

DRAFTING = ("drafting", "new_edition")
REVIEW = ("review",)
VALIDATION = ("validation",)
VALIDATED = ("validated", "scheduled")
PUBLIC = ("published", "replaced", "new_edition")
RESTING = ("published", "replaced")
WITHDRAWN = ("withdrawn",)
ALL = (*DRAFTING, *REVIEW, *VALIDATION, *VALIDATED, *RESTING, *WITHDRAWN)
IN_DECISION = (*REVIEW, *VALIDATION, *VALIDATED)

Address = Callable[[ContributionPage], str]


@dataclass(frozen=True)
class Row:
    """One action: its addresses, and its cells by set of states."""

    action: str
    addresses: tuple[Address, ...]
    cells: tuple[tuple[tuple[str, ...], dict[str, str]], ...]
    post: dict[str, str] | None = field(default=None)

    def expected(self, state: str, role: str) -> str | None:
        """The cell of a role in a state; None where the row does not speak of it."""
        for states, cells in self.cells:
            if state in states:
                return "L" if role == "anonymous" else cells.get(role, "4")
        return None


def cells(default: str = "4", **by_role: str) -> dict[str, str]:
    """Cells by role; `people` and `coordination` stand for the roles in them."""
    table = dict.fromkeys(ROLES, default)
    for name, groups in (("people", PEOPLE), ("coordination", COORDINATION)):
        if name in by_role:
            table |= dict.fromkeys(groups, by_role.pop(name))
    return table | by_role


def admin(name: str, *extra: object) -> Address:
    """An admin address of the text's page."""
    return lambda text: reverse(f"wagtailadmin_pages:{name}", args=[text.pk, *extra])


def front(name: str, *extra: object) -> Address:
    """An address of the text by its permanent number."""
    return lambda text: reverse(f"contributions:{name}", args=[text.record.pk, *extra])


def act(slug: str) -> Address:
    return front("act", slug)


def workflow(action: str) -> Address:
    """Wagtail's own address for the step in progress (a step that is over leads to 404)."""

    def address(text: ContributionPage) -> str:
        step = current_task_state(text)
        key = step.pk if step else 0
        return reverse("wagtailadmin_pages:workflow_action", args=[text.pk, action, key])

    return address


def revision(name: str) -> Address:
    return lambda text: reverse(
        f"wagtailadmin_pages:{name}", args=[text.pk, text.latest_revision_id]
    )


def compare(text: ContributionPage) -> str:
    return reverse("wagtailadmin_pages:revisions_compare", args=[text.pk, "earliest", "latest"])


def last_version(text: ContributionPage) -> str:
    return reverse("contributions:version", args=[text.record.pk, text.record.versions.count()])


READ_DRAFT = cells(people="✓", reader="✓", superuser="✓")

ROWS = (
    Row(
        "read, preview a draft; its history, compare",
        (
            admin("edit"),
            admin("preview_on_edit"),
            admin("view_draft"),
            admin("history"),
            admin("history_results"),
            admin("workflow_history"),
            admin("revisions_index"),
            admin("usage"),
            revision("revisions_view"),
            compare,
            lambda text: reverse("wagtailadmin_choose_page_child", args=[text.pk]),
            front("draft"),
        ),
        (((*("drafting",), *IN_DECISION), READ_DRAFT),),
    ),
    Row(
        "read, preview a draft beside a published text; a withdrawn text's draft",
        (admin("edit"), admin("view_draft"), admin("history"), compare, front("draft")),
        (((*PUBLIC, *WITHDRAWN), READ_DRAFT),),
    ),
    Row(
        "read the frozen version",
        (last_version,),
        (
            (REVIEW, cells(people="✓", director="✓", reader="✓", superuser="✓")),
            (
                (*VALIDATION, *VALIDATED),
                cells(people="✓", moderator="✓", director="✓", reader="✓", superuser="✓"),
            ),
            (
                WITHDRAWN,
                cells(
                    people="✓",
                    moderator="✓",
                    network="✓",
                    director="✓",
                    reader="✓",
                    superuser="✓",
                ),
            ),
        ),
    ),
    Row(
        "progress without text",
        (front("work"),),
        (
            (("drafting",), cells(people="✓", moderator="✓", network="✓", superuser="✓")),
            (
                (*IN_DECISION, *PUBLIC, *WITHDRAWN),
                cells(
                    people="✓",
                    moderator="✓",
                    network="✓",
                    director="✓",
                    superuser="✓",
                ),
            ),
        ),
    ),
    Row(
        "edit while drafting",
        (admin("edit"),),
        ((DRAFTING, cells(people="✓", superuser="✓")),),
        post={"title": "", "slug": "", "body-count": "0"},
    ),
    Row(
        "edit while in review, validation, validated or scheduled",
        (admin("edit"),),
        ((IN_DECISION, cells(people="3", moderator="3", superuser="3")),),
        post={"title": "x"},
    ),
    Row(
        "restore a version",
        (revision("revisions_revert"), act("reprendre-version")),
        (
            (DRAFTING, cells(people="✓", superuser="✓")),
            (IN_DECISION, cells(people="3", moderator="3", superuser="3")),
        ),
    ),
    Row(
        "propose submission",
        (act("proposer"),),
        ((DRAFTING, cells(people="✓")),),
    ),
    Row(
        "open the review",
        (act("ouvrir-relecture"),),
        (
            # Before the first review nobody's centre is asked: its director knows nothing.
            (("drafting",), cells(coordination="✓", member="3", superuser="✓")),
            (("new_edition",), cells(coordination="✓", member="3", director="3", superuser="✓")),
        ),
    ),
    Row(
        "close the review",
        (act("clore-relecture"), workflow("approve")),
        ((REVIEW, cells(coordination="✓", member="3", director="3", superuser="✓")),),
    ),
    Row(
        "recall a submission before the decision",
        (act("rappeler"),),
        (
            (
                (*REVIEW, *VALIDATION),
                cells(coordination="✓", member="3", director="3", superuser="✓"),
            ),
        ),
    ),
    Row(
        "validate or return",
        (act("valider"), act("renvoyer"), workflow("approve"), workflow("reject")),
        (
            (
                VALIDATION,
                cells(people="3", moderator="✓", director="3", superuser="✓"),
            ),
        ),
    ),
    Row(
        "recall a validated or scheduled text",
        (act("rappeler-valide"),),
        (
            (
                VALIDATED,
                cells(coordination="✓", member="3", moderator="✓", director="3", superuser="✓"),
            ),
        ),
    ),
    Row(
        "publish, schedule",
        (act("publier"), act("programmer")),
        ((VALIDATED, cells(people="3", moderator="✓", director="3", superuser="✓")),),
    ),
    Row(
        "withdraw a publication",
        (act("retirer"),),
        (
            (
                PUBLIC,
                cells("3", coordination="✓", moderator="✓", superuser="✓"),
            ),
        ),
    ),
    Row(
        "open a new edition",
        (act("nouvelle-edition"),),
        (((*RESTING, *WITHDRAWN), cells(coordination="✓", member="3", superuser="✓")),),
    ),
    Row(
        "open to named readers",
        (front("readers"),),
        ((("drafting", *IN_DECISION), cells(coordination="✓", member="3", superuser="✓")),),
    ),
    Row(
        "who writes what",
        (front("sharing"),),
        ((ALL, cells(people="✓", superuser="✓")),),
    ),
    Row(
        "set the dates of a text",
        (front("dates"),),
        (((*DRAFTING, *IN_DECISION), cells(coordination="✓", member="3", superuser="✓")),),
    ),
    Row(
        "move to another group; add an associated group, part from one",
        (act("associer"), act("dissocier")),
        ((("drafting", *IN_DECISION), cells(coordination="✓", network="✓", superuser="✓")),),
    ),
    Row(
        "move to another group",
        (act("deplacer"), lambda text: reverse("wagtailadmin_pages:move", args=[text.pk])),
        ((("drafting", *IN_DECISION), cells(coordination="✓", network="✓", superuser="✓")),),
    ),
    Row(
        "copy what is not published",
        (act("copier"), admin("copy")),
        (
            (
                ("drafting", *IN_DECISION),
                cells(
                    "3",
                    people="✓",
                    superuser="✓",
                    other_member="4",
                    other_coordinator="4",
                ),
            ),
        ),
    ),
    Row(
        "copy what is published",
        (act("copier"), admin("copy")),
        (
            (
                PUBLIC,
                cells("3", people="✓", superuser="✓", other_member="✓", other_coordinator="✓"),
            ),
        ),
    ),
    Row(
        "trash a draft of somebody else's, or one's own",
        (act("corbeille"),),
        ((("drafting",), cells(people="✓", superuser="✓")),),
    ),
    Row(
        "bring a draft back",
        (act("sortir-de-la-corbeille"),),
        ((("trashed",), cells(people="✓", superuser="✓")),),
    ),
    Row(
        "delete for good",
        (admin("delete"),),
        ((("drafting", *IN_DECISION, *PUBLIC), cells(superuser="3")),),
    ),
    Row(
        "settings, privacy of pages, stock publication and locks",
        (admin("set_privacy"), admin("unpublish"), admin("lock"), admin("unlock")),
        ((ALL, cells(superuser="*")),),
    ),
)
