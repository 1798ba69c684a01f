"""One of two processes that act at once; started by `arena.Duelists`.

Reads a line of JSON an order: which action, on which row, as whom, and the moment at
which to act, until which it spins. Answers a line: `done`, `refused`, `missing` or the
name of any other exception, which no duel may end with.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]

import django  # noqa: E402

django.setup()

from django.core.exceptions import PermissionDenied  # noqa: E402
from django.db import transaction  # noqa: E402
from django.http import Http404  # noqa: E402
from django.shortcuts import get_object_or_404  # noqa: E402

from assent.actions.answer import answer  # noqa: E402
from assent.models import Round  # noqa: E402
from assent.signing.actions.cancel_signature import cancel_signature  # noqa: E402
from assent.signing.actions.sign import sign  # noqa: E402
from assent.signing.actions.withdraw_signature import withdraw_signature  # noqa: E402
from assent.signing.chores import invite_late_centres  # noqa: E402
from contributions.actions.close_review import close_review  # noqa: E402
from contributions.actions.open_review import open_review  # noqa: E402
from contributions.actions.publish import publish, schedule  # noqa: E402
from contributions.actions.publish_due import publish_due  # noqa: E402
from contributions.actions.recall import recall, recall_validated  # noqa: E402
from contributions.actions.replace import replace  # noqa: E402
from contributions.actions.return_text import return_text  # noqa: E402
from contributions.actions.trash import delete_for_good  # noqa: E402
from contributions.actions.validate import validate  # noqa: E402
from contributions.actions.withdraw import withdraw  # noqa: E402
from contributions.actions.write import write  # noqa: E402
from contributions.models import ContributionPage  # noqa: E402
from cowriting.actions.take_back import take_back  # noqa: E402
from cowriting.models import Room  # noqa: E402
from cowriting.record.log import append, compact  # noqa: E402
from cowriting.record.opening import open_room  # noqa: E402
from cowriting.record.saving import save_now  # noqa: E402
from discussion.actions.accept_suggestion import accept_suggestion  # noqa: E402
from discussion.models import Remark  # noqa: E402
from errata.actions.approve import approve_correction  # noqa: E402
from errata.actions.refuse import refuse_correction  # noqa: E402
from errata.models import Correction  # noqa: E402
from groups.actions.invite_list import confirm_list  # noqa: E402
from groups.actions.memberships import end_membership, join  # noqa: E402
from groups.actions.requests import accept_request, refuse_request  # noqa: E402
from groups.models import (  # noqa: E402
    InvitationList,
    JoinRequest,
    Membership,
    WorkingGroupPage,
)
from kit.access import Refused  # noqa: E402
from meetings.actions.choose_slot import choose_slot  # noqa: E402
from meetings.models import Slot  # noqa: E402
from people.actions.accept_invitation import Newcomer, accept_invitation  # noqa: E402
from people.models import Centre, Invitation, User  # noqa: E402
from proposals.actions.acknowledge import acknowledge  # noqa: E402
from proposals.actions.close_reply import close_reply  # noqa: E402
from proposals.actions.end_transmission import end_transmission  # noqa: E402
from proposals.actions.open_reply import open_reply  # noqa: E402
from proposals.actions.record_reply import Said, answer_transmission  # noqa: E402
from proposals.models import Reply, Transmission  # noqa: E402
from tests.cowriting.pens import Pen  # noqa: E402


def _leave(membership: int, by: User) -> None:
    end_membership(Membership.objects.get(pk=membership), by=by)


def _join(group: int, by: User, person: int = 0) -> None:
    join(User.objects.get(pk=person), WorkingGroupPage.objects.get(pk=group), by=by)


def _accept(invitation: int, by: User) -> None:
    """As who is signed in; a link that was used is refused."""
    row = Invitation.objects.get(pk=invitation)
    accept_invitation(row.token_hash or "", person=by)


def _open_account(invitation: int, by: User) -> None:
    """As somebody without an account: `by` is nobody here."""
    row = Invitation.objects.get(pk=invitation)
    accept_invitation(row.token_hash or "", newcomer=Newcomer("Ada", "une longue phrase de passe"))


def _confirm_list(kept: int, by: User) -> None:
    confirm_list(InvitationList.objects.get(pk=kept), by=by)


def _accept_request(asked: int, by: User) -> None:
    accept_request(JoinRequest.objects.get(pk=asked), by=by)


def _refuse_request(asked: int, by: User) -> None:
    refuse_request(JoinRequest.objects.get(pk=asked), by=by, reason="Complet.")


def _choose_slot(slot: int, by: User) -> None:
    choose_slot(Slot.objects.select_related("poll").get(pk=slot), by=by)


def _replace(page: int, by: User, successor: int = 0) -> None:
    texts = ContributionPage.objects
    replace(texts.get(pk=page), by=by, successor=texts.get(pk=successor))


def _save(page: int, by: User) -> None:
    """What the editor does: the page's row where it is not live, then its revision."""
    draft = ContributionPage.objects.get(pk=page).get_latest_revision_as_object()
    draft.summary = "Ce que la main écrivait encore."
    with transaction.atomic():
        if not draft.live:
            draft.save(clean=False)
        draft.save_revision(user=by, log_action=True, clean=False)


def _schedule(page: int, by: User, minute: str = "") -> None:
    text = get_object_or_404(ContributionPage, pk=page)
    schedule(text, by=by, minute=datetime.fromisoformat(minute))


def _publish_due(page: int, by: User) -> None:
    publish_due()


def _open_room(page: int, by: User) -> None:
    open_room(ContributionPage.objects.get(pk=page), by=by)


def _type(page: int, by: User, letters: str = "x") -> None:
    """A person's own words at the end of the summary, as their browser would send them."""
    pen = Pen(Room.objects.get(page=page), by)
    append(pen.room.pk, pen.epoch, pen.typed(letters))


def _save_room(page: int, by: User) -> None:
    save_now(page)


def _compact(page: int, by: User) -> None:
    compact(Room.objects.get(page=page).pk)


def _take_back(page: int, by: User, key: int = 0) -> None:
    if not take_back(ContributionPage.objects.get(pk=page), by=by, key=key):
        raise Refused


def _accept_words(page: int, by: User, remark: int = 0) -> None:
    accept_suggestion(Remark.objects.get(pk=remark), by=by)


def _answer_round(round_: int, by: User, centre: int = 0, kind: str = "") -> None:
    answer(Round.objects.get(pk=round_), centre=Centre.objects.get(pk=centre), kind=kind, by=by)


def _for_centre(action: Callable[..., Any]) -> Callable[[int, User], None]:
    """In the name of the centre that the person speaks for."""

    def act(page: int, by: User) -> None:
        centre = Centre.objects.get(mandates__person=by)
        action(get_object_or_404(ContributionPage, pk=page), centre=centre, by=by)

    return act


def _invite_late(_nothing: int, by: User) -> None:
    """As a worker does; `by` is nobody here."""
    invite_late_centres(datetime.now(UTC))


def _approve_correction(correction: int, by: User) -> None:
    approve_correction(Correction.objects.get(pk=correction), by=by)


def _refuse_correction(correction: int, by: User) -> None:
    refuse_correction(Correction.objects.get(pk=correction), by=by, reason="C'est bien ainsi.")


def _transmission(sent: int) -> Transmission:
    """No more than the action needs: who reads longer always comes second."""
    return Transmission.objects.select_related("version__record__page").get(pk=sent)


def _answer_transmission(sent: int, by: User, words: str = "", block: str = "") -> None:
    said = Said("under_study", [block], datetime.now(UTC).date(), words)
    answer_transmission(_transmission(sent), said, by=by)


def _acknowledge(sent: int, by: User) -> None:
    acknowledge(_transmission(sent), by=by)


def _end_transmission(sent: int, by: User) -> None:
    end_transmission(_transmission(sent), by=by)


def _open_reply(reply: int, by: User) -> None:
    open_reply(Reply.objects.select_related("record__page").get(pk=reply), by=by)


def _close_reply(reply: int, by: User) -> None:
    row = Reply.objects.select_related("record__page").get(pk=reply)
    close_reply(row, by=by, reason="Un nom.")


def _on_text(action: Callable[..., Any], **words: str) -> Callable[[int, User], None]:
    def act(page: int, by: User) -> None:
        action(get_object_or_404(ContributionPage, pk=page), by=by, **words)

    return act


ACTIONS: dict[str, Callable[..., None]] = {
    "validate": _on_text(validate),
    "return": _on_text(return_text, note="À revoir."),
    "recall": _on_text(recall),
    "publish": _on_text(publish),
    "schedule": _schedule,
    "recall_validated": _on_text(recall_validated, note="Une erreur."),
    "open_review": _on_text(open_review),
    "close_review": _on_text(close_review),
    "answer": _answer_round,
    "write": _on_text(write, summary="Écrit par une autre porte."),
    "delete": _on_text(delete_for_good),
    "sign": _for_centre(sign),
    "cancel_signature": _for_centre(cancel_signature),
    "withdraw_signature": _for_centre(withdraw_signature),
    "invite_late": _invite_late,
    "leave": _leave,
    "accept": _accept,
    "open_account": _open_account,
    "confirm_list": _confirm_list,
    "accept_request": _accept_request,
    "refuse_request": _refuse_request,
    "join": _join,
    "choose_slot": _choose_slot,
    "save": _save,
    "replace": _replace,
    "publish_due": _publish_due,
    "open_room": _open_room,
    "type": _type,
    "save_room": _save_room,
    "compact": _compact,
    "take_back": _take_back,
    "accept_words": _accept_words,
    "approve_correction": _approve_correction,
    "refuse_correction": _refuse_correction,
    "answer_transmission": _answer_transmission,
    "acknowledge": _acknowledge,
    "end_transmission": _end_transmission,
    "open_reply": _open_reply,
    "close_reply": _close_reply,
    "withdraw": _on_text(withdraw, note="Un motif."),
}


def obey(order: dict[str, Any]) -> str:
    by = User.objects.get(pk=order["by"])
    while time.time() < order["at"]:
        pass
    try:
        ACTIONS[order["action"]](order["target"], by, **order.get("more", {}))
    except (Refused, PermissionDenied):
        return "refused"
    except Http404:
        return "missing"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "done"


def main() -> None:
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        print(json.dumps(obey(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
