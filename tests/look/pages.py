"""The one list of what is looked at: every template of ours that a person can reach.

An address may hold places (`{text contrib-sante}`), which `scene.py` names. `template` is
what the page must be made from: a page that moved, or leads to the door, is told at once.
Each room that has many pages lists its own in `lists/`, and sets what they show in `scenes/`.
"""

from __future__ import annotations

from dataclasses import replace

from .entry import Entry, Kind, Who, forget, member, send
from .lists import (
    assent,
    cowriting,
    desk,
    errata,
    examples,
    groups,
    links,
    meetings,
    notifications,
    people,
    proposals,
    public_words,
    remarks,
    signing,
    texts,
    transmissions,
    validation,
)

_READ, _DOOR = Kind.READING, Kind.DOOR
_SANTE, _EDITIONS = (
    "/contributions/{text contrib-sante}",
    "/contributions/{text look-bibliotheques}",
)
_DRAFT, _REVIEW = (
    "/contributions/{text contrib-education}",
    "/contributions/{text chaleurs-cadre-de-vie}",
)
_VALIDATION = "/contributions/{text contrib-participation}"
_SCHEDULED = "/contributions/{text chaleurs-education}"
_ACT = "contributions/act.html"
_WORDS = "Quelques mots qui ne seront pas perdus."

READING = [
    Entry("home", "/", "home/home_page.html", _READ, walked=True),
    Entry("groups", "/groupes/", "groups/working_group_index_page.html", _READ, walked=True),
    Entry("group", "/groupes/sante/", "groups/working_group_page.html", _READ, walked=True),
    Entry("group-without-text", "/groupes/participation/", "groups/working_group_page.html", _READ),
    Entry("group-closed", "/groupes/numerique/", "groups/working_group_page.html", _READ),
    Entry("contributions", "/contributions/", "contributions/index.html", _READ, walked=True),
    Entry("contributions-none", "/contributions/?groupe=animation", "contributions/index.html", _READ),
    Entry("contributions-unknown-filter", "/contributions/?groupe=inconnu", "contributions/index.html", _READ, pictured=False),
    Entry("contribution", "{page contrib-sante}", "contributions/contribution_page.html", _READ, walked=True),
    Entry("contribution-every-block", "{page look-bibliotheques}", "contributions/contribution_page.html", _READ, walked=True),
    Entry("contribution-replaced", "{page contrib-ete}", "contributions/contribution_page.html", _READ),
    Entry("contribution-withdrawn", "{page contrib-temoignages}", "contributions/withdrawn.html", _READ, status=410),
    Entry("version-former", f"{_EDITIONS}/versions/1/", "contributions/version.html", _READ),
    Entry("changes", f"{_EDITIONS}/versions/2/changements/", "contributions/changes.html", _READ),
    Entry("proposals", "/propositions/", "proposals/index.html", _READ, walked=True),
    Entry("proposal", "/propositions/{proposal standing}/", "proposals/proposal.html", _READ, walked=True),
    Entry("proposal-removed", "/propositions/{proposal removed}/", "proposals/proposal.html", _READ),
    Entry("proposal-replaced", "/propositions/{proposal replaced}/", "proposals/proposal.html", _READ, pictured=False),
    Entry("proposal-withdrawn", "/propositions/{proposal withdrawn}/", "proposals/withdrawn.html", _READ, status=410),
    Entry("centres", "/centres/", "people/centres.html", _READ, walked=True),
    Entry("centre", "/centres/demo-nord/", "people/centre.html", _READ),
    Entry("legal", "/mentions-legales/", "home/standard_page.html", _READ),
    Entry("accessibility", "/accessibilite/", "home/standard_page.html", _READ, pictured=False),
    Entry("privacy", "/donnees-personnelles/", "home/standard_page.html", _READ, pictured=False),
    Entry("search", "/recherche/", "search/search.html", _READ),
    Entry("search-found", "/recherche/?q=santé", "search/search.html", _READ, walked=True),
    Entry("search-nothing", "/recherche/?q=xylophone", "search/search.html", _READ),
]  # fmt: skip

DOOR = [
    Entry("sign-in", "/connexion/", "account/login.html", _DOOR, walked=True),
    Entry("sign-in-refused", "/connexion/", "account/login.html", _DOOR, status=422, steps=send(login="quelquun@example.org", password="un mot de passe")),
    Entry("password-forgotten", "/mot-de-passe/oublie/", "account/password_reset.html", _DOOR),
    Entry("password-sent", "/mot-de-passe/oublie/envoye/", "account/password_reset_done.html", _DOOR),
    Entry("password-new", "/mot-de-passe/nouveau/{reset key}/", "account/password_reset_from_key.html", _DOOR),
    Entry("password-key-dead", "/mot-de-passe/nouveau/1-perdue/", "account/password_reset_from_key.html", _DOOR),
    Entry("password-done", "/mot-de-passe/nouveau/fait/", "account/password_reset_from_key_done.html", _DOOR),
    Entry("signup-closed", "/compte/inscription/", "account/signup_closed.html", _DOOR),
    Entry("account-inactive", "/compte/ferme/", "account/account_inactive.html", _DOOR),
    Entry("bad-request", "http://127.0.0.1:{port}/", "400.html", _DOOR, status=400),
    Entry("missing", "/rien/", "404.html", _DOOR, status=404),
    Entry("failure", "/panne/", "500.html", _DOOR, status=500),
]  # fmt: skip


ACCOUNT = [
    member("password-change", "/mot-de-passe/changer/", "account/password_change.html"),
    member("password-change-refused", "/mot-de-passe/changer/", "account/password_change.html", status=422, steps=send(oldpassword="faux", password1="court", password2="autre")),
    member("password-first", "/mot-de-passe/choisir/", "account/password_set.html", Who.WITHOUT_PASSWORD),
    member("reauthenticate", "/compte/confirmer/", "account/reauthenticate.html"),
    member("sign-out", "/deconnexion/", "account/logout.html"),
    member("refused", "/contributions/{text contrib-education}/corbeille/", "403.html", status=403),
]  # fmt: skip

SPACES = [
    member("desk-member", "/espace/", "home/desk.html", walked=True),
    member("desk-coordinator", "/espace/", "home/desk.html", Who.COORDINATOR),
    member("desk-moderator", "/espace/", "home/desk.html", Who.MODERATOR),
    member("desk-director", "/espace/", "home/desk.html", Who.DIRECTOR, pictured=False),
    member("desk-reader", "/espace/", "home/desk.html", Who.READER),
    member("desk-network", "/espace/", "home/desk.html", Who.NETWORK),
    member("desk-partner", "/espace/", "home/desk.html", Who.PARTNER),
    member("group-space", "/groupes/sante/espace/", "home/group_space.html", walked=True),
    member("group-space-led", "/groupes/sante/espace/", "home/group_space.html", Who.COORDINATOR),
    member("group-inside", "/groupes/sante/", "groups/working_group_page.html"),
    member("group-inside-led", "/groupes/sante/", "groups/working_group_page.html", Who.COORDINATOR),
]  # fmt: skip

WORK = [
    member("work-drafting", f"{_DRAFT}/suivi/", "contributions/work.html", walked=True),
    member("work-review", f"{_REVIEW}/suivi/", "contributions/work.html", Who.SECOND_COORDINATOR),
    member("work-validation", f"{_VALIDATION}/suivi/", "contributions/work.html", Who.MODERATOR),
    member("work-scheduled", f"{_SCHEDULED}/suivi/", "contributions/work.html", Who.MODERATOR),
    member("work-published", f"{_SANTE}/suivi/", "contributions/work.html", Who.COORDINATOR),
    member("work-trashed", "/contributions/{text look-corbeille}/suivi/", "contributions/work.html", Who.COORDINATOR),
    member("draft", f"{_DRAFT}/texte/", "contributions/draft.html"),
    member("draft-empty", "/contributions/{text chaleurs-emploi}/texte/", "contributions/draft.html", Who.DIRECTOR),
    member("draft-named-reader", "/contributions/{text chaleurs-participation}/texte/", "contributions/draft.html", Who.READER, pictured=False),
    member("version-in-review", f"{_REVIEW}/versions/1/", "contributions/version.html", Who.SECOND_COORDINATOR),
    member("readers", "/contributions/{text chaleurs-sante}/lecteurs/", "contributions/readers.html", Who.COORDINATOR),
    member("readers-refused", "/contributions/{text chaleurs-sante}/lecteurs/", "contributions/readers.html", Who.COORDINATOR, status=422, steps=send("#ouverture")),
]  # fmt: skip

ACTS = [
    member("act-propose", f"{_DRAFT}/proposer/", _ACT, walked=True),
    member("act-propose-missing-parts", "/contributions/{text chaleurs-emploi}/proposer/", _ACT, Who.DIRECTOR),
    member("act-close-review", f"{_REVIEW}/clore-relecture/", _ACT, Who.SECOND_COORDINATOR, pictured=False),
    member("act-recall", f"{_REVIEW}/rappeler/", _ACT, Who.SECOND_COORDINATOR, pictured=False),
    member("act-validate", f"{_VALIDATION}/valider/", _ACT, Who.MODERATOR, pictured=False),
    member("act-return", f"{_VALIDATION}/renvoyer/", _ACT, Who.MODERATOR, pictured=False),
    member("act-return-refused", f"{_VALIDATION}/renvoyer/", _ACT, Who.MODERATOR, status=422, steps=send(note="")),
    member("act-moved-on", f"{_VALIDATION}/valider/", _ACT, Who.MODERATOR, status=409, steps=send(seen="1", note=_WORDS)),
    member("act-too-late", f"{_VALIDATION}/proposer/", _ACT, status=403),
    member("act-schedule", f"{_SCHEDULED}/programmer/", _ACT, Who.MODERATOR),
    member("act-unschedule", f"{_SCHEDULED}/annuler-programmation/", _ACT, Who.MODERATOR, pictured=False),
    member("act-recall-validated", f"{_SCHEDULED}/rappeler-valide/", _ACT, Who.MODERATOR, pictured=False),
    member("act-publish", f"{_SCHEDULED}/publier/", _ACT, Who.MODERATOR, pictured=False),
    member("act-new-edition", f"{_SANTE}/nouvelle-edition/", _ACT, Who.COORDINATOR, pictured=False),
    member("act-replace", f"{_SANTE}/remplacer/", _ACT, Who.COORDINATOR, pictured=False),
    member("act-replace-refused", f"{_SANTE}/remplacer/", _ACT, Who.COORDINATOR, status=422, steps=send(successor="999")),
    member("act-withdraw", f"{_SANTE}/retirer/", _ACT, Who.COORDINATOR),
    member("act-move", f"{_SANTE}/deplacer/", _ACT, Who.NETWORK),
    member("act-copy", f"{_SANTE}/copier/", _ACT, pictured=False),
    member("act-trash", f"{_DRAFT}/corbeille/", _ACT, Who.THIRD_COORDINATOR, pictured=False),
    member("act-bring-back", "/contributions/{text look-corbeille}/sortir-de-la-corbeille/", _ACT, Who.COORDINATOR, pictured=False),
    member("act-open-review", f"{_DRAFT}/ouvrir-relecture/", _ACT, Who.THIRD_COORDINATOR, pictured=False),
    member("act-name-version", f"{_DRAFT}/nommer-version/", _ACT, pictured=False),
    member("act-restore", f"{_DRAFT}/reprendre-version/", _ACT),
    member("kept-expired", f"{_DRAFT}/proposer/", "kit/kept_form.html", status=403, steps=forget("csrftoken", send(note=_WORDS))),
    member("kept-signed-out", f"{_DRAFT}/proposer/", "kit/kept_form.html", status=401, steps=forget("sessionid", send(note=_WORDS)), pictured=False),
]  # fmt: skip

NETWORK = [
    member("calls", "/coordination/saisines/", "contributions/calls.html", Who.NETWORK),
    member("call", "/coordination/saisines/{call}/", "contributions/call.html", Who.NETWORK, walked=True),
    member("call-refused", "/coordination/saisines/{call}/", "contributions/call.html", Who.NETWORK, status=422, steps=send(step="perdue")),
    member("call-new", "/coordination/saisines/nouvelle/", "contributions/call_form.html", Who.NETWORK, walked=True),
    member("call-new-refused", "/coordination/saisines/nouvelle/", "contributions/call_form.html", Who.NETWORK, status=422, steps=send(writing_due="2026-06-10", review_due="2026-06-01")),
    member("coordination", "/coordination/", "groups/coordination.html", Who.NETWORK, walked=True),
    member("group-new", "/coordination/groupes/nouveau/", "groups/form.html", Who.NETWORK),
    member("group-new-refused", "/coordination/groupes/nouveau/", "groups/form.html", Who.NETWORK, status=422, steps=send()),
    member("group-edit", "/coordination/groupes/{group sante}/", "groups/form.html", Who.NETWORK, pictured=False),
    member("group-close", "/coordination/groupes/{group sante}/fermer/", "groups/confirm.html", Who.NETWORK),
    member("group-delete-refused", "/coordination/groupes/{group sante}/supprimer/", "groups/confirm.html", Who.NETWORK, status=409, steps=send()),
]  # fmt: skip

_IN_ENGLISH = ("home", "group", "contributions", "contribution", "proposal", "search-found", "sign-in", "missing", "desk-member", "work-drafting", "act-propose")  # fmt: skip


def _in_english(entry: Entry) -> Entry:
    pictured = entry.name in ("home", "contribution", "desk-member")
    return replace(
        entry, name=f"{entry.name}-en", address=f"/en{entry.address}", walked=False,
        pictured=pictured,
    )  # fmt: skip


#: What each room lists for itself.
ROOMS = [
    *people.ENTRIES, *groups.ENTRIES, *texts.ENTRIES, *cowriting.ENTRIES, *meetings.ENTRIES,
    *notifications.ENTRIES, *examples.ENTRIES, *errata.ENTRIES, *remarks.ENTRIES, *links.ENTRIES,
    *public_words.ENTRIES, *proposals.ENTRIES, *desk.ENTRIES, *validation.ENTRIES, *assent.ENTRIES, *signing.ENTRIES,
    *transmissions.ENTRIES,
]  # fmt: skip

FRENCH = [*READING, *DOOR, *ACCOUNT, *SPACES, *WORK, *ACTS, *NETWORK, *ROOMS]
ENGLISH = [_in_english(entry) for entry in FRENCH if entry.name in _IN_ENGLISH]
COMPONENTS = [Entry("patterns", "/patterns/", "kit/patterns.html", Kind.COMPONENTS)]

ENTRIES: list[Entry] = [*FRENCH, *ENGLISH, *COMPONENTS]

#: Looked at too, and held to their pictures and to what axe finds; what the list asks of
#: pages of words (their weight, their foot, that they are read without script) is not theirs.
DESKS: list[Entry] = cowriting.DESKS
