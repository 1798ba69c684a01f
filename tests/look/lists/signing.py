"""Pages of signatures."""

from __future__ import annotations

from tests.look.entry import Entry, Kind, Who, member

_TEXT = "/contributions/{text look-a-signer}/signatures"
_SIGN = "assent/sign.html"

ENTRIES: list[Entry] = [
    member("signatures", f"{_TEXT}/", "assent/signatures.html", Who.DIRECTOR, walked=True),
    member("signatures-followed", "/contributions/{text look-signe}/signatures/", "assent/signatures.html", Who.THIRD_COORDINATOR),
    member("sign", f"{_TEXT}/{{centre signing}}/signer/", _SIGN, Who.DIRECTOR),
    member("sign-cancel-nothing", f"{_TEXT}/{{centre signing}}/annuler/", _SIGN, Who.DIRECTOR, pictured=False),
    member("sign-late", "/contributions/{text look-signe}/signatures/{centre signing}/signer/", _SIGN, Who.DIRECTOR, pictured=False),
    Entry("contribution-signed", "{page look-signe}", "contributions/contribution_page.html", Kind.READING),
]  # fmt: skip
