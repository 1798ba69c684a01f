"""What is undone in words that were corrected again since."""

from __future__ import annotations

import pytest

from errata.merging import put_back


@pytest.mark.parametrize(
    ("before", "after", "now", "said"),
    [
        ("les droit", "les droits", "les droits", "les droit"),
        ("les droit des gens", "les droits des gens", "les droits des Gens", "les droit des Gens"),
        ("un parc et un toit", "un parc et un toi", "Un parc, et un toi", "Un parc, et un toit"),
        ("<p>a b</p><p>c d</p>", "<p>a B</p><p>c d</p>", "<p>a B</p><p>c D</p>", "<p>a b</p><p>c D</p>"),
        ("a b a b", "a b a B", "A b a B", "A b a b"),
        # Back already, by somebody else.
        ("les droit", "les droits", "les droit", "les droit"),
        # The same words, or words beside them with nothing between.
        ("les droit", "les droits", "les droitts", None),
        ("a b c", "a c", "a C", None),
        ("un", "une", "", None),
    ],
)  # fmt: skip
def test_the_change_alone_is_undone(before: str, after: str, now: str, said: str | None) -> None:
    assert put_back(now, before=before, after=after) == said
