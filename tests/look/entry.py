"""What a line of the list of pages says, and the steps that lead to a state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from playwright.sync_api import Page, Response

Steps = Callable[[Page], Response | None]


class Kind(Enum):
    """What a page is for, which decides its budget."""

    READING = "read by anyone"
    DOOR = "a form or an error that anyone may meet"
    MEMBER = "for people who signed in"
    COMPONENTS = "every component at once, for who works on the site"


class Who(Enum):
    """The demonstration accounts over whose shoulder we look."""

    MEMBER = "camille.exemple"
    COORDINATOR = "dominique.modele"
    MODERATOR = "charlie.maquette"
    DIRECTOR = "alix.fictif"
    READER = "morgan.essai"
    NETWORK = "noa.prototype"
    PARTNER = "lou.specimen"
    SECOND_COORDINATOR = "gaby.croquis"
    THIRD_COORDINATOR = "jo.esquisse"
    WITHOUT_PASSWORD = "yael.calque"
    GUARDED = "robin.etalon"

    @property
    def address(self) -> str:
        return f"{self.value}@example.org"


@dataclass(frozen=True)
class Entry:
    """One page in one state. `pictured`: whether its look is held to an approved
    picture; forms that differ from another by a label alone are not. `walked`: whether
    the keyboard goes through it. `by_chance`: selectors of what no two visits show alike (a
    secret, a token), left blank in pictures."""

    name: str
    address: str
    template: str
    kind: Kind
    who: Who | None = None
    status: int = 200
    steps: Steps | None = None
    pictured: bool = True
    walked: bool = False
    by_chance: str = ""


def send(form: str = "main form[method=post]", **values: str) -> Steps:
    """Fill a form's fields by name and send it, whatever the browser thinks of them."""

    def step(page: Page) -> Response | None:
        page.locator(form).first.evaluate(
            "(form, values) => { form.noValidate = true;"
            " form.closest('details')?.setAttribute('open', ''); for (const [name, value] of"
            " Object.entries(values)) form.elements.namedItem(name).value = value }",
            values,
        )
        with page.expect_navigation() as moved:
            page.locator(form).first.locator("[type=submit]").first.click()
        return moved.value

    return step


def forget(cookie: str, then: Steps) -> Steps:
    """What happens when a session or a form's token ends before the form is sent."""

    def step(page: Page) -> Response | None:
        page.context.clear_cookies(name=cookie)
        return then(page)

    return step


def member(
    name: str, address: str, template: str, who: Who = Who.MEMBER, *, status: int = 200,
    steps: Steps | None = None, pictured: bool = True, walked: bool = False, by_chance: str = "",
) -> Entry:  # fmt: skip
    """A page that needs someone signed in."""
    return Entry(
        name, address, template, Kind.MEMBER, who, status, steps, pictured, walked, by_chance
    )
