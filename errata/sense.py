"""Words that carry the sense by themselves: they do not come, go or become others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

#: They turn a sentence round, say how far it goes, who is meant or how many; without accents.
SENSE = frozenset(
    """
    ne pas non sans ni jamais aucun aucune nul nulle rien guere sauf hors contre excepte hormis
    ou si mais donc car seul seule seuls seules seulement uniquement plus moins mal bien trop
    peu tres sur sous avant apres avec toujours souvent parfois rarement tout tous aussi
    quelque quelques chaque plusieurs
    peut peuvent peux pourra pourront pourrait pourraient pouvoir puisse puissent peut-etre
    doit doivent devra devront devrait devraient devoir doive faut faudra faudrait
    deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt
    trente quarante cinquante soixante cent mille million milliard premier premiere deuxieme
    second seconde troisieme quatrieme cinquieme double triple moitie tiers quart dizaine
    douzaine vingtaine centaine millier
    """.split()  # noqa: SIM905 - a list of ninety lines would be read by nobody
)

#: Other writings of one of them.
_SAME = {"n": "ne", "vingts": "vingt", "cents": "cent", "millions": "million",
         "milliards": "milliard", "dizaines": "dizaine", "centaines": "centaine",
         "milliers": "millier"}  # fmt: skip

#: Said twice, they say something else than once: `nous nous engageons`, `faire faire`.
_TWICE = frozenset(["nous", "vous", "faire", "fait", "font"])


def sense_of(words: Iterable[str]) -> Counter[str]:
    """The words of sense among these (see `words.folded`), and how many times each."""
    known = (_SAME.get(word, word) for word in words)
    return Counter(word for word in known if word in SENSE)


def same_sense(one: str, other: str) -> bool:
    """Whether these are two writings of one word of sense: `cent` and `cents`."""
    return _SAME.get(one, one) == _SAME.get(other, other)


def may_be_said_once(words: Iterable[str]) -> bool:
    """Whether words that stand twice may stand once."""
    said = list(words)
    return not sense_of(said) and _TWICE.isdisjoint(said)
