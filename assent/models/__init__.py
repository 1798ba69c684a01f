"""The tables of `assent`: rounds of consent on a version, signatures of the validated text."""

from assent.enums import AnswerKind, Outcome
from assent.models.rounds import Answer, Disagreement, Owing, Round
from assent.models.signatures import Signature, SigningWindow

__all__ = [
    "Answer",
    "AnswerKind",
    "Disagreement",
    "Outcome",
    "Owing",
    "Round",
    "Signature",
    "SigningWindow",
]
