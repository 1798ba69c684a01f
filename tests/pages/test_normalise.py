"""How words are compared: the same fold for what is written and what is asked."""

from __future__ import annotations

import pytest

from kit.normalise import MAX_LENGTH, clean_query, fold, fold_query


@pytest.mark.parametrize(
    "written",
    [
        "habitant·e·s", "habitant.e.s", "habitant-e-s", "habitant(e)s", "habitants", "habitant",
        "Habitant·es", "HABITANTS", "habitant•e•s", "habitant‧e‧s", "habitants-es", "habitant/e/s",
    ],
)  # fmt: skip
def test_every_way_of_writing_leads_to_the_base_word(written: str) -> None:
    assert fold_query(written) == "habitant"
    assert "habitant" in fold(written).split()


@pytest.mark.parametrize(
    ("written", "feminine"),
    [
        ("habitant·e·s", "habitante"), ("président(e)s", "presidente"),
        ("présidents-es", "presidente"), ("chargé-e-s", "chargee"), ("chargé·e", "chargee"),
        ("acteur·rice·s", "actrice"), ("médiateur/trice", "mediatrice"),
        ("travailleur·euse·s", "travailleuse"), ("citoyen·ne·s", "citoyenne"),
        ("premier·ère·s", "premiere"), ("sportif·ve·s", "sportive"),
    ],
)  # fmt: skip
def test_an_inclusive_form_is_indexed_under_its_feminine_too(written: str, feminine: str) -> None:
    assert feminine in fold(written).split()


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Est-ce aller-vers ?", "est ce aller ver"),
        ("la fin.Et après", "la fin et apre"),
        ("commune(s)", "commune s"),
        ("aujourd'hui", "aujourd hui"),
        ("cœur de ville", "coeur de ville"),
        ("14,8 % en 2021", "14 8 en 2021"),
        ("contrat_de_ville.pdf", "contrat de ville pdf"),
    ],
)
def test_other_words_are_split_where_a_reader_would(written: str, words: str) -> None:
    assert fold(written) == words


def test_accents_case_and_plurals_do_not_count() -> None:
    assert fold("SANTÉS élevées") == fold("santé Élevée") == "sante elevee"


def test_empty_words_are_not_insisted_on_unless_alone() -> None:
    assert fold_query("la santé des habitants") == "sante habitant"
    assert fold_query("de la") == "de la"


@pytest.mark.parametrize("nothing", ["", "   ", '"', '"((', "\x00", "🎉", "« »", "·", "_ -"])
def test_what_holds_no_word_is_empty(nothing: str) -> None:
    assert fold_query(nothing) == ""


def test_a_long_query_is_cut() -> None:
    assert len(clean_query("mot " * 5000)) <= MAX_LENGTH


def test_an_endless_word_is_one_word() -> None:
    """Looked for at each of its letters, an inclusive form would take minutes here."""
    assert fold("x" * 200_000) == "x" * 199_999
