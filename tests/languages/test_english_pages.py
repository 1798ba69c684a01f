"""Every page has its English twin, whose interface is English from top to bottom."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from contributions.actions.grant_reading import grant_reading
from contributions.models import ContributionPage
from kit.languages import in_language
from people.models import User
from proposals.models import Proposal
from tests.cast import Cast, at, text_in

from .leftovers import leftovers

ClientOf = Callable[[User | None], Client]

PUBLIC = (
    "/",
    "/groupes/",
    "/groupes/sante/",
    "/contributions/",
    "/contributions/?groupe=sante",
    "/propositions/",
    "/centres/",
    "/centres/nord/",
    "/mentions-legales/",
    "/recherche/",
    "/recherche/?q=permanences",
    "/recherche/?q=xylophone",
    "/connexion/",
    "/mot-de-passe/oublie/",
    "/mot-de-passe/oublie/envoye/",
    "/mot-de-passe/nouveau/1-perdue/",
    "/mot-de-passe/nouveau/fait/",
    "/compte/inscription/",
    "/compte/ferme/",
)
PERSONAL = (
    "/espace/",
    "/compte/",
    "/mot-de-passe/changer/",
    "/compte/confirmer/",
    "/deconnexion/",
)
WORK = ("suivi/", "texte/", "copier/", "nommer-version/", "reprendre-version/")


def text_url(text: ContributionPage, path: str = "") -> str:
    return f"/contributions/{text.record.pk}/{path}"


def french_words_of(client: Client, address: str, status: int = 200) -> set[str]:
    """Ask for an address' English twin, and say what in it is French."""
    response = client.get(in_language(address, "en"))
    assert response.status_code == status, address
    page = response.content.decode()
    assert '<html lang="en"' in page, address
    return {f"{address}: {words}" for words in leftovers(page)}


def test_public_pages(cast: Cast) -> None:
    text = text_in(cast, "published")
    pretty = text.get_url()
    proposal = Proposal.objects.first()
    assert proposal is not None
    visitor = Client()
    found: set[str] = set()
    for address in (*PUBLIC, pretty, proposal.get_absolute_url(), text_url(text, "versions/1/")):
        found |= french_words_of(visitor, address)
    assert found == set()


def test_pages_of_what_was_replaced_and_withdrawn(cast: Cast) -> None:
    replaced, withdrawn = text_in(cast, "replaced"), text_in(cast, "withdrawn", "Retirée")
    visitor = Client()
    found = french_words_of(visitor, replaced.get_url()) | french_words_of(
        visitor, withdrawn.get_url(), status=410
    )
    gone = Proposal.objects.filter(page=withdrawn).first()
    assert gone is not None
    assert found | french_words_of(visitor, gone.get_absolute_url(), status=410) == set()


def test_lost_pages_and_refusals(cast: Cast, client_of: ClientOf) -> None:
    text = text_in(cast, "drafting")
    assert french_words_of(Client(), "/perdue/", status=404) == set()
    refused = french_words_of(client_of(cast.member), text_url(text, "valider/"), status=403)
    assert refused == set()


def test_a_person_s_space_and_account(cast: Cast, client_of: ClientOf) -> None:
    text_in(cast, "review")
    text_in(cast, "drafting", "Un autre texte")
    text_in(cast, "validation", "Un troisième texte")
    people = (cast.member, cast.coordinator, cast.moderator, cast.director, cast.network)
    found: set[str] = set()
    for user in people:
        found |= french_words_of(client_of(user), "/espace/")
    for address in PERSONAL:
        found |= french_words_of(client_of(cast.member), address)
    assert found | french_words_of(client_of(cast.coordinator), "/groupes/sante/") == set()


@pytest.mark.parametrize("state", ["drafting", "review", "validation", "scheduled", "published"])
def test_pages_of_a_text_s_work(cast: Cast, client_of: ClientOf, state: str) -> None:
    text = text_in(cast, state)
    people = {"validation": cast.moderator, "scheduled": cast.moderator}
    client = client_of(people.get(state, cast.coordinator))
    found = french_words_of(client, text_url(text, "suivi/"))
    page = client.get(f"/en{text_url(text, 'suivi/')}").content.decode()
    links = {part.split('"')[0] for part in page.split(f'href="/en{text_url(text)}')[1:]}
    assert links
    for link in sorted(links):
        path = link.partition("#")[0]
        if path:
            found |= french_words_of(client, text_url(text, path))
    assert found == set()


def test_named_readers(cast: Cast, client_of: ClientOf) -> None:
    text = text_in(cast, "drafting")
    grant_reading(text, by=cast.coordinator, person=cast.partner, until=at("2099-05-01"))
    assert french_words_of(client_of(cast.coordinator), text_url(text, "lecteurs/")) == set()


def test_pages_of_the_coordination(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.network)
    health = cast.health.pk
    addresses = (
        "/coordination/",
        "/coordination/saisines/",
        "/coordination/saisines/nouvelle/",
        "/coordination/groupes/nouveau/",
        f"/coordination/groupes/{health}/",
        f"/coordination/groupes/{health}/fermer/",
        f"/coordination/groupes/{health}/supprimer/",
    )
    found: set[str] = set()
    for address in addresses:
        found |= french_words_of(client, address)
    assert found == set()


def test_forms_with_errors(cast: Cast, client_of: ClientOf) -> None:
    text = text_in(cast, "validation")
    client = client_of(cast.moderator)
    response = client.post(f"/en{text_url(text, 'renvoyer/')}", {"note": ""})
    assert response.status_code == 422
    assert leftovers(response.content.decode()) == set()


def test_a_kept_form_speaks_english(cast: Cast) -> None:
    text = text_in(cast, "drafting")
    response = Client().post(f"/en{text_url(text, 'proposer/')}", {"note": "Des mots."})
    assert response.status_code == 401
    assert leftovers(response.content.decode()) == set()
    assert f'action="/en{text_url(text, "proposer/")}"' in response.content.decode()


def test_a_french_word_on_an_english_page_is_found() -> None:
    page = '<html lang="en"><p>Se connecter</p><p lang="fr">Groupes de travail</p></html>'
    assert leftovers(page) == {"Se connecter"}
    sentence = "<p>Le 2 mai : Ce texte est à la corbeille. Fin</p>"
    assert leftovers(f'<html lang="en">{sentence}</html>')


def test_permanent_numbers_lead_to_the_english_address(cast: Cast) -> None:
    text = text_in(cast, "published")
    response = Client().get(f"/en{text_url(text)}")
    assert response.url.startswith("/en/groupes/sante/")  # type: ignore[attr-defined]


def test_doors_lead_to_the_door_of_their_language() -> None:
    door = Client().get("/en/_util/login/")
    assert door.url == "/en/connexion/"  # type: ignore[attr-defined]
    assert Client().get("/_util/login/").url == "/connexion/"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "path", ["/en/admin/", "/en/media/x/", "/en/documents/1/x/", "/en/static/x/"]
)
@pytest.mark.django_db
def test_files_and_editing_rooms_have_no_twin(path: str) -> None:
    assert Client().get(path).status_code == 404


def test_the_session_s_door_is_english_for_an_english_page(cast: Cast) -> None:
    response = Client().get("/en/espace/")
    assert response.url == "/en/connexion/?next=/en/espace/"  # type: ignore[attr-defined]
