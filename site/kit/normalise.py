"""What a person typed or wrote, made safe and comparable.

The index and the queries pass through the same fold, so that `habitant·e·s`,
`chargé-e-s`, `président(e)s`, accents and plurals are found however they are written,
on every database alike. Texts themselves stay as their authors wrote them.
"""

from __future__ import annotations

import re
import unicodedata

#: No query needs more characters than this; the rest would only cost.
MAX_LENGTH = 200

_CONTROLS = re.compile(r"[\"“”«»„‟\x00-\x1f]")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_WORD = re.compile(r"[^\W_]+")
#: Words that every French text holds; a query does not insist on them.
_EMPTY_WORDS = frozenset(
    {
        "a", "au", "aux", "avec", "ce", "ces", "dan", "dans", "de", "des", "du", "elle", "en",
        "et", "il", "la", "le", "les", "leur", "mais", "ne", "ou", "par", "pas", "pour", "que",
        "qui", "sa", "se", "ses", "son", "sur", "un", "une",
    }
)  # fmt: skip
#: A base word, then a feminine ending after a point, a hyphen, a slash or in brackets,
#: then perhaps a plural. Full stops and hyphens join other words too, so that they take
#: fewer endings.
_INCLUSIVE = re.compile(
    r"""(?<![a-z])(?P<base>[a-z]{3,})
    (?:
        [·•‧∙⋅/](?P<dotted>e|ne|te|le|fe|ve|se|ere|euse|rice|trice|esse)s?
      | [.\-‑](?P<joined>e|ne|fe|ve|ere|euse|rice|trice)s?
      | \((?P<bracketed>e|ne|te|le|fe|ve|se|ere|euse|rice|trice)s?\)
    )
    (?:[·•‧∙⋅.\-‑/]?[sx])?
    (?![a-z])""",
    re.VERBOSE,
)
#: How a feminine ending takes the place of a masculine one, the first that fits.
_FEMININES = (
    ("rice", "teur", "trice"), ("euse", "eur", "euse"), ("ere", "er", "ere"),
    ("ve", "f", "ve"), ("se", "x", "se"),
)  # fmt: skip


def clean_query(text: str) -> str:
    """A query without what breaks a database's search: quotes, NUL and other controls.

    Longer queries are cut at `MAX_LENGTH` characters.
    """
    plain = unicodedata.normalize("NFC", text[:MAX_LENGTH])
    return " ".join(_CONTROLS.sub(" ", plain).split())


def fold(text: str) -> str:
    """The words of a text as the index keeps them: no case, no accent, no plural, and
    for an inclusive form both the base word and its feminine."""
    return _fold(text, both=True)


def fold_query(text: str) -> str:
    """The words to look for: base words alone, empty words aside where others remain.

    Empty when nothing in `text` is a word.
    """
    words = _fold(clean_query(text), both=False).split()
    telling = [word for word in words if len(word) > 1 and word not in _EMPTY_WORDS]
    return " ".join(telling or words)


def _fold(text: str, *, both: bool) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    spelled = _INCLUSIVE.sub(lambda match: _spell(match, both), plain)
    return " ".join(_singular(word) for word in _WORD.findall(spelled))


def _spell(match: re.Match[str], both: bool) -> str:
    base = _singular(match["base"])
    ending = match["dotted"] or match["joined"] or match["bracketed"]
    return f"{base} {_feminine(base, ending)}" if both else base


def _feminine(base: str, ending: str) -> str:
    """`acteur`, `rice` → `actrice`; `habitant`, `e` → `habitante`."""
    for written, masculine, feminine in _FEMININES:
        if ending.endswith(written) and base.endswith(masculine):
            return base.removesuffix(masculine) + feminine
    return base + ending


def _singular(word: str) -> str:
    """The word without the mark of a plural; short words keep theirs."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word
