"""The components of signatures, in their states; read with `patterns.py`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assent.enums import AnswerKind
from assent.public import Agreement, Objected, Signed
from kit.samples import Thing, in_days, on
from kit.showcase import Chapter, States, showcase

_NORTH, _SOUTH = "Centre Nord (exemple)", "Centre Sud (exemple)"
_RESERVE = "Sous réserve d'un financement sur trois ans (exemple)."


@showcase.pattern(
    "assent/components/agreement.html",
    title=_("Signatures et désaccords sous un texte"),
    chapter=Chapter.TEXTS,
)
def _agreement() -> States:
    in_time = [
        Signed(_NORTH, on("2026-05-12"), reserve=_RESERVE),
        Signed(_SOUTH, on("2026-05-13"), person="Camille Exemple"),
    ]
    dated = [
        Signed("Centre Est (exemple)", on("2026-06-02"), is_late=True),
        Signed("Centre Ouest (exemple)", on("2026-05-14"), withdrawn_at=on("2026-06-20")),
    ]
    against = [
        Objected(
            _NORTH, on("2026-05-10"), "Les permanences ne suffisent pas (exemple).", "a",
            "Aller vers les habitants", "bloc-a",
        ),
    ]  # fmt: skip
    return {
        _("à temps"): {"extra": Agreement(in_time=in_time)},
        _("tardives et retirées"): {"extra": Agreement(in_time=in_time[1:], dated=dated)},
        _("avec un désaccord"): {"extra": Agreement(in_time=in_time[1:], disagreements=against)},
        _("porté par un seul centre"): {"extra": Agreement(is_single=True)},
    }


showcase.seen_elsewhere(
    "assent/components/signatory.html", _("dans « Signatures et désaccords sous un texte »")
)


@showcase.pattern(
    "assent/components/round_result.html",
    title=_("Avis des centres sous une version figée"),
    chapter=Chapter.WORK,
)
def _result() -> States:
    said = [(_("Accord"), [_NORTH, _SOUTH]), (_("Objection"), ["Centre Est (exemple)"])]
    return {
        _("des réponses"): {"extra": Thing(said=said, url="#")},
        _("aucune"): {"extra": Thing(said=[], url="#")},
    }


@showcase.pattern(
    "assent/components/to_sign.html", title=_("Textes à signer"), chapter=Chapter.WORK
)
def _to_sign() -> States:
    window = Thing(record_id=1, version=Thing(title="Un texte validé (exemple)"))
    window.closes_at = in_days(4)
    over = Thing(record_id=2, version=Thing(title="Un autre texte validé (exemple)"))
    over.closes_at = in_days(-2)
    told = [
        Thing(window=over, centre=Thing(name=_NORTH), is_past=True),
        Thing(window=window, centre=Thing(name=_NORTH), is_past=False),
    ]
    return {"": {"to_sign": told}}


@showcase.pattern(
    "assent/components/sign_link.html", title=_("Signer pour votre centre"), chapter=Chapter.TEXTS
)
def _sign_link() -> States:
    return {_("pour la direction d'un centre qui n'a pas signé"): {"extra": "#"}}


def _row(**facts: object) -> Thing:
    told = {
        "at": on("2026-05-12"), "withdrawn_at": None, "is_late": False, "by_consent": False,
        "answer": None, "as_delegate": False, "centre_name": _NORTH, "shows_name": False,
        "reason": "", "cancel_until": in_days(2),
    }  # fmt: skip
    return Thing(**(told | facts))


def _line(name: str, *rows: Thing, **facts: object) -> Thing:
    standing = next((row for row in rows if not row.withdrawn_at), None)
    told = {"own": False, "before": None, "can_cancel": False, "can_withdraw": False}
    told["may_sign"] = standing is None
    told["can_sign"] = bool(facts.get("own")) and standing is None
    centre = Thing(name=name, slug="nord")
    return Thing(centre=centre, signatures=list(rows), standing=standing, **(told | facts))


@showcase.pattern(
    "assent/components/sign_lines.html", title=_("Signatures des centres"), chapter=Chapter.WORK
)
def _lines() -> States:
    consent = Thing(kind="reserve", is_public=True, words=_RESERVE)
    inside = Thing(kind="reserve", is_public=False, words=_RESERVE)
    taken_back = _row(
        withdrawn_at=on("2026-06-20"), reason="Le texte a changé d'objet (exemple).",
        centre_name=_SOUTH,
    )  # fmt: skip
    window = {"window": Thing(version=Thing(number=3)), "record": Thing(pk=1)}
    return {
        _("pour le groupe"): window | {
            "lines": [
                _line(_NORTH, _row(by_consent=True, answer=consent)), _line(_SOUTH, taken_back),
                _line("Centre Est (exemple)"),
                _line("Centre Ouest (exemple)", _row(answer=inside)),
            ],
            "with_words": True,
        },
        _("pour une direction"): window | {
            "lines": [
                _line(_NORTH, own=True, before=_row()),
                _line(_SOUTH, _row(centre_name=_SOUTH), own=True, can_cancel=True),
            ],
        },
    }  # fmt: skip


@showcase.pattern(
    "assent/components/said_before_signing.html",
    title=_("Avis déjà donné sur le texte à signer"),
    chapter=Chapter.WORK,
)
def _said_before() -> States:
    def said(kind: AnswerKind, *, is_public: bool = False) -> dict[str, object]:
        facts = {"kind": kind.value, "get_kind_display": kind.label, "is_public": is_public}
        return {"said": Thing(at=on("2026-05-12"), words=_RESERVE, **facts)}

    return {
        _("réserve publique"): said(AnswerKind.RESERVE, is_public=True),
        _("réserve interne"): said(AnswerKind.RESERVE),
        _("abstention"): said(AnswerKind.ABSTENTION),
    }


@showcase.pattern(
    "assent/components/stands_as_signature.html",
    title=_("Ce que vaudra l'accord d'une direction"),
    chapter=Chapter.WORK,
)
def _stands() -> States:
    return {_("à la direction"): {"is_delegate": False}, _("par délégation"): {"is_delegate": True}}
