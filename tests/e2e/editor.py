"""Wagtail's editor, as hands use it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

#: The editor takes its picture of the form a moment after it loads; what is typed
#: before that moment is no change to it, and waits for the next one to be autosaved.
SETTLES_MS = 4_000
#: A little more than the pause after which the editor saves by itself.
AUTOSAVES_AFTER_MS = 4_000


class Editor:
    """The editing screen of a contribution, new or begun."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.body = page.locator("[data-contentpath='body']").first

    def settle(self) -> None:
        expect(self.page.locator("#id_title")).to_be_visible()
        self.page.wait_for_timeout(SETTLES_MS)

    def fill(self, name: str, words: str) -> None:
        self.page.locator(f"#id_{name}").fill(words)

    def add_block(self, label: str) -> int:
        """Add a block at the end; its index in the text."""
        count = int(self.page.locator("input[name=body-count]").input_value())
        self.body.locator(".c-sf-add-button").last.click()
        self.page.get_by_role("option", name=label, exact=True).click()
        expect(self.page.locator(f"input[name='body-{count}-type']")).to_be_attached()
        return count

    def fill_block(self, index: int, name: str, words: str) -> None:
        self.page.locator(f"#body-{index}-value-{name}").fill(words)

    def type_rich(self, index: int, words: str) -> None:
        """Type in the rich text of a block, key by key."""
        area = self.page.locator(
            f"#body-{index}-value-text ~ * [contenteditable=true],"
            f" *:has(> #body-{index}-value-text) [contenteditable=true]"
        ).first
        area.click()
        self.page.keyboard.type(words)

    def add_to_list(self, index: int, name: str, words: str) -> None:
        """Add a line to a list of a block (audiences, actors)."""
        field = self.page.locator(f"input[name='body-{index}-value-{name}-count']")
        line = int(field.input_value())
        field.locator("xpath=..").locator(".c-sf-add-button").last.click(force=True)
        self.page.locator(f"#body-{index}-value-{name}-{line}-value").fill(words)

    def rest(self) -> None:
        """Wait until the editor has saved by itself what was just typed.

        A click on *save* while that request is on its way would send the form twice.
        """
        self.page.wait_for_timeout(AUTOSAVES_AFTER_MS)
        self.page.wait_for_function(
            "() => document.querySelector('[data-controller~=w-autosave]')"
            ".dataset.wAutosaveStateValue !== 'saving'"
        )

    def save(self) -> None:
        self.rest()
        self.page.get_by_role("button", name="Enregistrer le brouillon").click()
        self.page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))
        expect(
            self.page.locator(".messages .success, [data-message-status=success]").first
        ).to_be_attached()

    def follow_up(self) -> None:
        """To the page where the text's life is led."""
        self.page.get_by_role("button", name="Plus d'actions").click()
        self.page.get_by_role("link", name="Suivi et décisions").first.click()
        self.page.wait_for_url("**/suivi/")
