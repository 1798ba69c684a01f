"""Spaces of French texts are set on the way out, in words that are read and nowhere else."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kit.typography import spaced
from tests.cast import Cast

N = "\u202f"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<p>Oui ; non : quoi ?</p>", f"<p>Oui{N}; non{N}: quoi{N}?</p>"),
        ("<p>« Halte ! »</p>", f"<p>«{N}Halte{N}!{N}»</p>"),
        ("<p>14,8 % et 20 €, 3 k€, 12 °C</p>", f"<p>14,8{N}% et 20{N}€, 3{N}k€, 12{N}°C</p>"),
        ("<p>Date\u00a0: demain</p>", f"<p>Date{N}: demain</p>"),
        ("<p><b>Date</b> : demain</p>", f"<p><b>Date</b>{N}: demain</p>"),
        ("<p>3 123 demi-journées</p>", f"<p>3{N}123 demi-journées</p>"),
        ("<p>1 000 000 d'euros</p>", f"<p>1{N}000{N}000 d'euros</p>"),
        ("<p>(12 345,6)</p>", f"<p>(12{N}345,6)</p>"),
    ],
)
def test_a_space_that_must_not_break_is_narrow(written: str, read: str) -> None:
    assert spaced(written) == read


@pytest.mark.parametrize(
    "untouched",
    [
        "<p>en 2020 300 personnes</p>",
        "<p>mai 2020 et 12 3456</p>",
        "<p>0,5 123 et 06 12 34 56 78</p>",
        "<p>10:30, https://example.org/a?b=c;d</p>",
        "<p>It is 10:30: why not? 14.8% of 3,123!</p>",
        '<a href="/a ?b : c" title="Oui ; non : 3 123">x</a>',
        "<a title='Oui : non' data-x=\"a > b : c\">x</a>",
        "<textarea>Oui : non ?</textarea>",
        "<pre>a : b</pre><code>x ? y : z</code><kbd>a : b</kbd>",
        "<script>a ? b : c; const x = '</p> :'</script><style>a : b</style>",
        "<svg><text>3 123</text></svg><!-- a : b -->",
        "<p>mot\n : suite</p>",
    ],
)
def test_everything_else_is_left_as_it_is(untouched: str) -> None:
    assert spaced(untouched) == untouched


def test_words_after_what_is_passed_over_are_set_again() -> None:
    assert spaced("<code>a : b</code> : c<br> ; d") == f"<code>a : b</code>{N}: c<br>{N}; d"


def test_setting_twice_changes_nothing_more() -> None:
    once = spaced("<p>« Oui » : 3 123 ; 14,8 % !</p>")
    assert spaced(once) == once


def test_a_page_is_set_and_its_length_is_right(cast: Cast, client: Client) -> None:
    response = client.get("/")
    assert f"{N}:" in response.content.decode()
    assert int(response["Content-Length"]) == len(response.content)


def test_a_search_is_shown_as_typed_where_it_is_typed(cast: Cast, client: Client) -> None:
    page = client.get(reverse("search"), {"q": "santé : 3 123"}).content.decode()
    assert 'value="santé : 3 123"' in page


def test_the_admin_is_left_alone(cast: Cast, client: Client) -> None:
    client.force_login(cast.superuser, backend="people.backends.DoorBackend")
    assert N not in client.get("/admin/").content.decode()
