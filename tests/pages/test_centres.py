"""The directory of centres."""

from __future__ import annotations

from django.test import Client

from people.models import Centre
from tests.cast import Cast

from .conftest import Seen


def test_the_count_is_that_of_published_centres(cast: Cast, visitor: Client) -> None:
    Centre.objects.update(is_published=False)
    for number in range(3):
        Centre.objects.create(name=f"C{number}", slug=f"c{number}", is_published=True)
    assert "3 centres de ressources" in Seen(visitor.get("/centres/")).words
    Centre.objects.filter(slug="c0").update(is_published=False)
    assert "2 centres de ressources" in Seen(visitor.get("/centres/")).words


def test_an_unpublished_centre_is_nowhere(cast: Cast, visitor: Client) -> None:
    Centre.objects.filter(pk=cast.south.pk).update(is_published=False)
    assert "/centres/sud/" not in Seen(visitor.get("/centres/")).links
    assert (
        visitor.get("/centres/sud/").status_code == visitor.get("/centres/rien/").status_code == 404
    )


def test_demonstration_centres_are_marked_and_not_counted(cast: Cast, visitor: Client) -> None:
    Centre.objects.filter(pk=cast.south.pk).update(is_published=False)
    Centre.objects.create(
        name="Centre fictif", slug="fictif", is_published=True, is_demonstration=True
    )
    seen = Seen(visitor.get("/centres/"))
    assert "1 centre de ressources" in seen.words
    assert "Ces centres sont fictifs" in seen.words
    assert "Centre de démonstration" in Seen(visitor.get("/centres/fictif/")).words


def test_a_centre_shows_what_is_known_and_nothing_else(cast: Cast, visitor: Client) -> None:
    Centre.objects.filter(pk=cast.north.pk).update(
        former_names=["CR-DSU"], is_overseas=True, departments=["972"], website="https://a.example/"
    )
    seen = Seen(visitor.get("/centres/nord/"))
    for words in ("CR-DSU", "outre-mer", "972", "a.example"):
        assert words in seen.words
    for words in ("Ville", "Statut juridique", "Périmètre", "None"):
        assert words not in seen.words


def test_a_website_that_is_no_web_address_is_no_link(cast: Cast, visitor: Client) -> None:
    Centre.objects.filter(pk=cast.north.pk).update(website="javascript:alert(1)")
    assert "javascript:" not in Seen(visitor.get("/centres/nord/")).html
