"""Pages of accounts and their door."""

from __future__ import annotations

from tests.look.entry import Entry, Kind, Who, member, send

_DOOR = Kind.DOOR
_GUARDED = Who.GUARDED
_ENTER = send(login=_GUARDED.address, password="demonstration")

ENTRIES: list[Entry] = [
    Entry("second-step", "/connexion/", "mfa/authenticate.html", _DOOR, steps=_ENTER),
    Entry("provider-refused", "/fournisseur-inconnu/", "account/provider_refused.html", _DOOR, status=403),
    member("account", "/compte/", "people/account.html", walked=True),
    member("account-guarded", "/compte/", "people/account.html", _GUARDED),
    member("address-change", "/compte/adresse/", "account/address.html"),
    member("address-confirm", "/compte/adresse/{address}/", "account/address_confirm.html"),
    member("address-link-dead", "/compte/adresse/perdue/", "account/address_confirm.html", status=410, pictured=False),
    member("key-add", "/compte/cles/ajouter/", "mfa/webauthn/add_form.html"),
    member("key-rename", "/compte/cles/{key}/renommer/", "mfa/webauthn/edit_form.html", _GUARDED, pictured=False),
    member("key-remove", "/compte/cles/{key}/retirer/", "mfa/webauthn/authenticator_confirm_delete.html", _GUARDED),
    member("codes-activate", "/compte/application/", "mfa/totp/activate_form.html", by_chance=".qr, .secret"),
    member("codes-remove", "/compte/application/retirer/", "mfa/totp/deactivate_form.html", _GUARDED, pictured=False),
    member("recovery-codes", "/compte/codes-de-secours/", "mfa/recovery_codes/index.html", _GUARDED),
    member("recovery-new", "/compte/codes-de-secours/nouveaux/", "mfa/recovery_codes/generate.html", _GUARDED, pictured=False),
    member("confirm-by-code", "/compte/confirmer/code/", "mfa/reauthenticate.html", _GUARDED),
    member("confirm-by-key", "/compte/confirmer/cle/", "mfa/webauthn/reauthenticate.html", _GUARDED, pictured=False),
    member("my-data", "/compte/donnees/", "people/personal_data.html", walked=True),
    member("close-account", "/compte/fermer/", "people/close_account.html", Who.COORDINATOR),
    Entry("purposes", "/donnees-personnelles/durees/", "people/purposes.html", Kind.READING, pictured=False),
]  # fmt: skip
