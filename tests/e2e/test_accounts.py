"""Every demonstration account enters by the one door and finds its space."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

ACCOUNTS = yaml.safe_load(
    (Path(__file__).resolve().parents[2] / "demo/data/04_accounts.yaml").read_text()
)["comptes"]
Visit = Callable[..., Page]


@pytest.mark.parametrize(
    "account", [a for a in ACCOUNTS if a.get("actif", True)], ids=lambda a: a["ref"]
)
def test_an_account_signs_in_and_finds_what_is_expected(
    visit: Visit, account: dict[str, str]
) -> None:
    page = visit(account["courriel"])
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()
    page.get_by_role("button", name="Se déconnecter").click()
    page.goto("/espace/")
    assert "/connexion/" in page.url


def test_a_closed_account_does_not_enter(visit: Visit) -> None:
    page = visit()
    page.goto("/connexion/")
    page.locator("input[name=login]").fill("eden.echantillon@example.org")
    page.locator("input[name=password]").fill("demonstration")
    page.locator("main form button[type=submit]").first.click()
    page.goto("/espace/")
    assert "/connexion/" in page.url
