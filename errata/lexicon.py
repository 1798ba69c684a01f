"""Which words are French, and which are one word in another number, gender or person."""

from __future__ import annotations

from functools import lru_cache

from spellchecker import SpellChecker

#: Endings of one adjective, noun or participle, by number and gender, and of one verb by
#: number in the same tense; accents kept where they tell two tenses apart.
_ENDINGS = (
    ("", "s"), ("", "x"), ("al", "aux", "ale", "ales"), ("ail", "aux"),
    ("ant", "ants", "ante", "antes"), ("ent", "ents", "ente", "entes"),
    ("el", "els", "elle", "elles"), ("if", "ifs", "ive", "ives"), ("eux", "euse", "euses"),
    ("ien", "iens", "ienne", "iennes"), ("ier", "iers", "ière", "ières"),
    ("teur", "teurs", "trice", "trices"), ("eur", "eurs", "euse", "euses"),
    ("ais", "aise", "aises"), ("é", "és", "ée", "ées", "er", "ez"),
    ("i", "is", "ie", "ies"), ("u", "us", "ue", "ues"), ("it", "its", "ite", "ites"),
    ("e", "ent"), ("ait", "aient"), ("it", "issent"), ("ra", "ront"), ("rait", "raient"),
)  # fmt: skip
_SHORTEST_STEM = 3
#: The end of a listed word → what stands in its place in words that are made of it.
_MADE_OF: dict[str, tuple[str, ...]] = {
    "er": tuple(
        """
        e es ons ez ent ais ait ions iez aient ai as a âmes âtes èrent erai eras era erons erez
        eront erais erait erions eriez eraient asse asses ât assions assiez assent ant ante ants
        antes é ée és ées eur eurs euse euses age ages ement ements ation ations able ables
        ateur ateurs atrice atrices
        """.split()  # noqa: SIM905
    ),
    "ir": tuple(
        """
        is it ie ies i issons issez issent issais issait issaient issions issiez isse isses
        issant issante issants issantes irai iras ira irons irez iront irais irait irions
        iriez iraient ît îmes îtes irent issement issements isseur isseurs isseuse isseuses
        """.split()  # noqa: SIM905
    ),
    "re": tuple(
        """
        s ons ez ent ais ait ions iez aient ant ante ants antes e es u ue us ues rai ras ra rons
        rez ront rais rait rions riez raient is it îmes îtes irent isse isses ît issent
        """.split()  # noqa: SIM905
    ),
    "": ("s", "x", "e", "es", "ne", "nes", "ien", "iens", "ienne", "iennes", "ment"),
    "al": ("aux", "ale", "ales", "alement"), "e": ("ement", "ité", "ités", "isme", "ismes"),
    "eux": ("euse", "euses", "eusement"), "if": ("ive", "ives", "ivement", "ivité"),
    "eur": ("rice", "rices", "euse", "euses"),
}  # fmt: skip
_PREFIXES = ("re", "ré", "dé", "dés", "sur", "sous", "auto", "inter", "télé", "multi", "anti")
#: The first person of a verb: an s more is another mood.
_MOODS = ("rai", "rais")
#: Articles of one number: the gender alone differs.
_ARTICLES = (frozenset(["le", "la"]), frozenset(["un", "une"]), frozenset(["ce", "cet", "cette"]))
#: Alike but for such an ending, and two words: `un parti`, `une partie`.
_TWO_WORDS = frozenset(
    """
    cour/cours fond/fonds foi/fois ver/vers pari/paris parti/partie sorti/sortie mai/mais
    moi/mois plu/plus issu/issue droit/droite reparti/repartie
    """.split()  # noqa: SIM905
)
#: Their ending is no number nor person.
_ALONE = frozenset(
    """
    par pars dans dan chez près prés fils sens temps cas avoir avoirs profit profits habit habits
    exploit exploits débit débits
    """.split()  # noqa: SIM905
)
#: Nouns of which the article alone tells the sense.
_TWO_GENDERS = frozenset(
    """
    poste mode livre tour mémoire critique solde voile vase manche garde aide pupille physique
    enseigne politique finale espace guide relâche somme crêpe moule page mort merci pendule
    """.split()  # noqa: SIM905
)
#: Words of these texts that the list lacks; unknown, they would pass for misspelt ones.
_OF_THE_TRADE = frozenset(
    """
    adelphité aidance allophone artificialisation âgisme capacitisme coparentalité décohabitation
    densification désimperméabilisation empowerment genré gentrification ghettoïsation grossophobie
    illectronisme inclusivité intersectionnalité littératie monoparentalité numératie parentalité
    paupérisation précarisation primo-arrivant racisé relogement renaturation résidentialisation
    ruralité sobriété sororité transphobie ubérisation validisme végétalisation
    """.split()  # noqa: SIM905
)
_ELIDED = frozenset("l d n s c j m t qu jusqu lorsqu puisqu quoiqu aujourd".split())  # noqa: SIM905


@lru_cache(maxsize=1)
def _french() -> frozenset[str]:
    """Read when the first correction is proposed, in 0.2 s; some 15 MB stay."""
    return frozenset(SpellChecker(language="fr", distance=1).word_frequency.words())


def is_listed(word: str) -> bool:
    """Whether a word in small letters is a French one, of those that the list holds."""
    return word in _ELIDED or word in _OF_THE_TRADE or word in _french()


def is_french(word: str) -> bool:
    """Whether it is listed, or made of a listed word as French makes them: a plural, a
    feminine, a form or a derivative of a regular verb, with or without a prefix. More is
    taken for French than is: what is French is not corrected."""
    return _is_made(word) or any(
        word.startswith(prefix) and len(word) > len(prefix) + _SHORTEST_STEM
        and _is_made(word.removeprefix(prefix))
        for prefix in _PREFIXES
    )  # fmt: skip


def _is_made(word: str) -> bool:
    return is_listed(word) or any(
        len(word) - len(made) >= _SHORTEST_STEM
        and word.endswith(made)
        and is_listed(word.removesuffix(made) + base)
        for base, endings in _MADE_OF.items()
        for made in endings
    )


def one_word(one: str, other: str, *, before: str = "") -> bool:
    """Whether two words, in small letters with their accents, are one in another number,
    gender or person: the agreement that is forgotten. Two articles of one number too, but
    `before` a noun that has two genders and two senses: `le poste`, `la poste`."""
    if any({one, other} <= group for group in _ARTICLES):
        return before.removesuffix("s") not in _TWO_GENDERS
    if {one, other} & _ALONE or _are_two_words(one, other):
        return False
    if one.endswith(_MOODS) and other.endswith(_MOODS):
        return False
    return is_french(one) == is_french(other) and _agree(one, other)


def _are_two_words(one: str, other: str) -> bool:
    alone = (one.removesuffix("s"), other.removesuffix("s"))
    return any({f"{a}/{b}", f"{b}/{a}"} & _TWO_WORDS for a, b in ((one, other), alone))


def _agree(one: str, other: str) -> bool:
    return any(
        one.endswith(first) and other.endswith(second) and _stems_meet(one, first, other, second)
        for endings in _ENDINGS
        for first in endings
        for second in endings
        if first != second
    )


def _stems_meet(one: str, first: str, other: str, second: str) -> bool:
    stem = one.removesuffix(first)
    return len(stem) >= _SHORTEST_STEM and stem == other.removesuffix(second)
