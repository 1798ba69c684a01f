"""Whether other words say the same in another form: pure functions over two lines of words.

Accents, capitals, spaces, hyphens and punctuation are form. A word changes into another
number, gender or person of itself; a word that is no French one, into the French word that
it misspells. One French word never becomes another, however alike they are written, a name
never another name, and what carries the sense by itself (a number, a sign, a negation, *may*
and *must*, a question) does not come, go or change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from .counted import unchanging
from .letters import doubled_or_swapped, may_misspell
from .lexicon import is_french, is_listed, one_word
from .sense import SENSE, may_be_said_once, same_sense, sense_of
from .words import Word, folded, joined, words_in

#: How many words of one field a correction changes.
MOST_WORDS = 12


@dataclass(frozen=True)
class Found:
    """What is wrong with a change, in the reader's language; how many words it changes."""

    reasons: tuple[str, ...] = ()
    changed: int = 0


def compare(before: str, after: str) -> Found:
    """What forbids calling `after` a correction of the form of `before`."""
    if before == after:
        return Found()
    reasons = list(unchanging(before, after))
    changed = 0
    for change in _changes(words_in(before), words_in(after)):
        why = _judge(change)
        reasons += [why] if why else []
        changed += 0 if change.same_letters else max(len(change.old), len(change.new))
    return Found(tuple(dict.fromkeys(reasons)), changed)


def compare_free(before: str, after: str) -> Found:
    """The same for what may be written anew (an alternative text): numbers and marks stay,
    and it is not emptied."""
    reasons = list(unchanging(before, after)) if before != after else []
    if before.strip() and not after.strip():
        reasons.append(_("Ce texte ne se vide pas : écrivez-le autrement."))
    return Found(tuple(reasons))


def too_many() -> str:
    """The refusal of a field where too much changes."""
    return _("Plus de %(most)s mots changent : c'est une réécriture.") % {"most": MOST_WORDS}


# -- Words that take the place of others -----------------------------------------------


@dataclass(frozen=True)
class _Change:
    """`new` stands where `old` stood, between the words kept on both sides."""

    old: Sequence[Word]
    new: Sequence[Word]
    before: Sequence[Word]
    after: Sequence[Word]

    @property
    def same_letters(self) -> bool:
        """Parted or joined otherwise."""
        return "".join(folded(self.old)) == "".join(folded(self.new))

    @property
    def is_said_twice(self) -> bool:
        """`old` repeats what stands beside it, with nothing but spaces between, and goes. Of
        a name, the two may be two: `Nantes, Nantes Métropole`."""
        old, size = folded(self.old), len(self.old)
        if self.new or any(word.is_name for word in self.old) or not may_be_said_once(old):
            return False
        after = self.after[:size]
        return (folded(self.before)[-size:] == old and all(word.follows for word in self.old)) or (
            folded(after) == old and all(word.follows for word in (*self.old[1:], *after))
        )


def _changes(old: Sequence[Word], new: Sequence[Word]) -> Iterator[_Change]:
    matcher = SequenceMatcher(None, folded(old), folded(new), autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            yield _Change(old[a:b], new[c:d], old[:a], old[b:])


def _judge(change: _Change) -> str:
    """Why these words do not stand for those, or nothing."""
    old, new = change.old, change.new
    if change.is_said_twice:
        return ""
    if any(word.written in "?!" for word in (*old, *new)):
        return _("Une phrase devient une question ou une exclamation, ou ne l'est plus.")
    if not new or not old:
        return _come_or_gone(old, new)
    if change.same_letters:
        # Digits are compared by themselves (`counted.py`).
        counted = all(word.written.isnumeric() for word in (*old, *new))
        return "" if counted or _is_a_slip_of_spaces(old, new) else _another(old, new)
    if len(old) == len(new):
        nexts = (*new[1:], *change.after[:1], None)
        return next(filter(None, map(_judge_pair, old, new, nexts)), "")
    return _judge_joined(old, new)


def _is_a_slip_of_spaces(old: Sequence[Word], new: Sequence[Word]) -> bool:
    """`sansdomicile` and `sans domicile`; never `mal traités` and `maltraités`, nor `peut
    être` and `peut-être`: words of which each is French say what they say."""
    return any(not is_french(word.small) for word in old) and all(
        is_listed(word.small) for word in new
    )


def _judge_pair(old: Word, new: Word, following: Word | None) -> str:
    one, other = old.folded, new.folded
    if one == other or same_sense(one, other):
        return ""
    if {one, other} & SENSE:
        return _turned([old], [new])
    if old.is_name or new.is_name:
        return _name(old, new)
    if one_word(old.small, new.small, before=following.small if following else ""):
        return ""
    if is_french(old.small):
        return _another([old], [new])
    if doubled_or_swapped(one, other):
        return ""
    if old.written[0].isupper():
        # At the head of a sentence, a name looks like any other word: `Lyon` and `Lion`.
        return _name(old, new)
    if is_listed(new.small) and may_misspell(one, other):
        return ""
    return _another([old], [new])


def _judge_joined(old: Sequence[Word], new: Sequence[Word]) -> str:
    """Parted or joined, and written otherwise: `dévelo pement`, `habitant·e·s`."""
    if sense_of(folded(old)) != sense_of(folded(new)):
        return _turned(old, new)
    if any(word.is_name for word in (*old, *new)):
        return _name(*_ends(old, new))
    one, other = joined(old), joined(new)
    if one_word(one, other):
        return ""
    misspelt = any(not is_french(word.small) for word in old) and not is_french(one)
    if misspelt and is_listed(other) and may_misspell("".join(folded(old)), "".join(folded(new))):
        return ""
    return _another(old, new)


def _ends(old: Sequence[Word], new: Sequence[Word]) -> tuple[Word, Word]:
    return Word(_said(old), False), Word(_said(new), False)


# -- What is said of it ----------------------------------------------------------------


def _said(words: Sequence[Word]) -> str:
    return " ".join(word.written for word in words)


def _come_or_gone(old: Sequence[Word], new: Sequence[Word]) -> str:
    if new:
        return _("« %(words)s » est ajouté.") % {"words": _said(new)}
    return _("« %(words)s » est retiré.") % {"words": _said(old)}


def _turned(old: Sequence[Word], new: Sequence[Word]) -> str:
    said = {"old": _said(old), "new": _said(new)}
    return _("« %(old)s » devient « %(new)s » : le sens peut changer.") % said


def _name(old: Word, new: Word) -> str:
    said = {"old": old.written, "new": new.written}
    return _("« %(old)s » devient « %(new)s » : un nom ou un sigle ne se corrige pas ainsi.") % said


def _another(old: Sequence[Word], new: Sequence[Word]) -> str:
    said = {"old": _said(old), "new": _said(new)}
    return _("« %(old)s » devient « %(new)s » : c'est un autre mot.") % said
