"""One French word never becomes another by a correction of form: sixty pairs and more."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from errata.lexicon import is_french
from errata.spelling import compare, compare_free

#: Other writings of the same.
PASS = [
    ("Des soins reportes", "Des soins reportés"),
    ("3123 actes", "3 123 actes"),
    ("les centre", "les centres"),
    ("de de la ville", "de la ville"),
    ("sansdomicile", "sans domicile"),
    ("parcequ'il vient", "parce qu'il vient"),
    ("Quatre vingt ans", "Quatre-vingts ans"),
    ("habitants", "habitant·e·s"),
    ("dévelopement", "développement"),
    ("inportant", "important"),
    ("Oui ,bien sûr.", "Oui, bien sûr."),
    ("l'oeuvre", "l'œuvre"),
    ("ETAT", "État"),
    ("ou vont-ils", "où vont-ils"),
    ("un acceuil", "un accueil"),
    ("Acceuillir les habitants", "Accueillir les habitants"),
    ("les actions mené", "les actions menées"),
    ("ils demande", "ils demandent"),
    ("ils ont demander", "ils ont demandé"),
    ("une politique social", "une politique sociale"),
    ("la traffic", "la trafic"),
    ("apeler", "appeler"),
    ("un abitant", "un habitant"),
    ("le enquête", "la enquête"),
    ("un professionel", "un professionnel"),
    ("malgrés", "malgré"),
    ("parmis", "parmi"),
    ("interessant", "intéressant"),
    ("non recours", "non-recours"),
    ("l’accès", "l'accès"),
    ('dit "ici"', "dit « ici »"),
    ("les chargé-e-s", "les chargés"),
    ("illectronnisme", "illectronisme"),
    ("un budjet", "un budget"),
    ("langauge", "langage"),
    ("un Poste", "un poste"),
    ("Un poste", "Un poste."),
    ("etc…", "etc."),
    ("des renoncement", "des renoncements"),
    ("une connaisance", "une connaissance"),
    ("bientot", "bientôt"),
    ("leur enfants", "leurs enfants"),
    ("dans la la ville", "dans la ville"),
    ("dé velopement", "développement"),
    ("les habitants concerné", "les habitants concernés"),
    ("2015 - 2020", "2015 – 2020"),
    ("des maisons France Services", "des Maisons France services"),
    ("l'Etat", "l'État"),
]
#: Other things said, or what a machine cannot tell from it.
REFUSED = [
    # Two of a name are two, unless spaces alone stand between; so are two sentences.
    ("Financeurs : Nantes, Nantes Métropole", "Financeurs : Nantes Métropole"),
    ("la CAF, la CAF du Rhône", "la CAF du Rhône"),
    ("les villes, les villes moyennes", "les villes moyennes"),
    ("Il faut loger. Loger les femmes", "Il faut loger les femmes"),
    ("faire faire un diagnostic", "faire un diagnostic"),
    # Words of these texts that the list lacks.
    ("l'aidance", "l'aisance"),
    ("la sororité", "la sonorité"),
    ("un racisé", "un raciste"),
    ("des allophones", "des anglophones"),
    ("la renaturation", "la restauration"),
    # Endings that are no number nor person, and genders that are two senses.
    ("les partis", "les parties"),
    ("par", "pars"),
    ("le profit", "le profite"),
    ("le poste", "la poste"),
    ("un aide", "une aide"),
    ("les fils", "les fil"),
    ("éviter", "inviter"),
    ("accroître", "décroître"),
    ("la CAF", "la CAP"),
    ("à Nantes", "à Mantes"),
    ("Nantes accueille", "Mantes accueille"),
    ("trimestre", "semestre"),
    ("il va mal", "il va"),
    ("maltraités", "mal traités"),
    ("ne peut", "peut"),
    ("il ne vient pas", "il vient"),
    ("sans aide", "aide"),
    ("Les centres répondent.", "Les centres répondent ?"),
    ("Quoi !", "Quoi ?"),
    ("Oui ? Non.", "Oui. Non ?"),
    ("peut être fermé", "peut-être fermé"),
    ("un poison", "un poisson"),
    ("le désert", "le dessert"),
    ("le centre", "les centres"),
    ("un poste", "des postes"),
    ("il et venu", "il est venu"),
    ("ses droits", "ces droits"),
    ("il sera", "il serait"),
    ("on finance", "on finançait"),
    ("réduire", "produire"),
    ("nous nous engageons", "nous engageons"),
    ("un médecin", "une médecine"),
    ("le parti", "la partie"),
    ("le droit", "la droite"),
    ("adresser", "dresser"),
    ("Paris", "Pari"),
    ("Lyon aide", "Lion aide"),
    ("les jeunes", "les jeunes femmes"),
    ("inactivable", "activable"),
    ("par fois", "parfois"),
    ("des aides", "des aidés ?"),
    ("sous doté", "surdoté"),
    ("Dupont dit", "Dupond dit"),
    ("l'ARS", "l'AR"),
    ("temps", "tempes"),
    ("avis", "avisé"),
    ("emploi", "exploit"),
    ("lutter contre", "lutter"),
    ("illectronisme", "illettrisme"),
    ("je gérerai", "je gérerais"),
    ("squatteur", "squatter"),
    ("malienne", "maldonne"),
    ("1,5 %", "15 %"),
    ("12 actes", "13 actes"),
    ("m²", "m2"),
    ("-5 degrés", "5 degrés"),
    ("2015-2020", "2015 2020"),
    ("٣ lieux", "٤ lieux"),
    ("½ heure", "1 heure"),
    ("5 %", "5 €"),
    ("moins de 5 €", "moins de 5"),
    ("il ne peut pas", "il peut"),
    ("ils peuvent", "ils doivent"),
    ("interne", "externe"),
    ("possible", "impossible"),
    ("mineures", "majeures"),
    ("hausse", "baisse"),
    ("inclure", "exclure"),
    ("augmenter", "diminuer"),
    ("et", "ou"),
    ("deux ans", "dix ans"),
    ("avec aide", "avec soin"),
    ("le droit", "le droit opposable"),
    ("le droit opposable", "le droit"),
    ("le chat mange la souris", "la souris mange le chat"),
    ("[passage masqué 3] dit", "Paul dit"),
    ("dit [passage masqué 3]", "dit [passage masqué 4]"),
    ("sur la ville", "sous la ville"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), PASS)
def test_another_form_of_the_same_words(before: str, after: str) -> None:
    assert not compare(before, after).reasons
    assert not compare(before, before).changed


@pytest.mark.parametrize(("before", "after"), REFUSED)
def test_other_words_are_refused_and_the_reason_says_which(before: str, after: str) -> None:
    assert compare(before, after).reasons


def test_the_word_and_the_reason_are_named() -> None:
    assert (
        "« éviter » devient « inviter »" in compare("Il faut éviter", "Il faut inviter").reasons[0]
    )
    assert "un nom ou un sigle" in compare("à Nantes", "à Mantes").reasons[0]
    assert "question" in compare("Un budget.", "Un budget ?").reasons[0]
    assert "retiré" in compare("ils vont mal", "ils vont").reasons[0]


def test_common_words_are_known_to_be_french() -> None:
    """What is not known could be taken for a misspelling of something else."""
    words = "accès avis temps choix jamais souvent rarement sans mal trimestre semestre accroître"
    assert [word for word in words.split() if not is_french(word)] == []
    # Not in the list, and made of its words.
    made = "recadrer malienne squatteur dérangeante répudient retendue amiantes agrandissements"
    assert [word for word in made.split() if not is_french(word)] == []
    assert not is_french("acceuil") and not is_french("dévelopement")


_letters = some.text(alphabet="abcdeéèà12 ,.;'-%?!", max_size=40)


@settings(max_examples=300, deadline=None)
@given(_letters, _letters)
def test_no_digit_and_no_question_ever_changes(before: str, after: str) -> None:
    if [sign for sign in before if sign.isnumeric()] != [
        sign for sign in after if sign.isnumeric()
    ]:
        assert compare(before, after).reasons
        assert compare_free(before, after).reasons
    if ("?" in before) != ("?" in after):
        assert compare(before, after).reasons


@settings(max_examples=200, deadline=None)
@given(some.lists(some.sampled_from(["soin", "ville", "quartier", "ne", "pas", "doit"]), max_size=8),
       some.sampled_from(["ne", "pas", "doit", "jamais"]), some.integers(0, 8))  # fmt: skip
def test_no_word_of_sense_comes_or_goes(words: list[str], more: str, at: int) -> None:
    shorter, longer = " ".join(words), " ".join([*words[:at], more, *words[at:]])
    assert compare(shorter, longer).reasons
    assert compare(longer, shorter).reasons


_FRENCH = ["éviter", "inviter", "lutte", "butte", "aide", "aile", "ville", "bille", "mise", "prise"]


@settings(max_examples=100, deadline=None)
@given(some.lists(some.sampled_from(_FRENCH), min_size=1, max_size=6), some.data())
def test_no_french_word_becomes_another(words: list[str], data: some.DataObject) -> None:
    at = data.draw(some.integers(0, len(words) - 1))
    other = data.draw(some.sampled_from([word for word in _FRENCH if word != words[at]]))
    changed = [*words[:at], other, *words[at + 1 :]]
    assert compare(" ".join(words), " ".join(changed)).reasons
