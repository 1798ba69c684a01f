/** Words that the document did not take: shown until their writer does away with them. */
import type * as Y from "yjs";

import { el } from "./dom";
import { say } from "./page";
import type { Kept, Pending } from "./pending";
import { dropNotice, keepNotice, note, raise, toNotice, wordsToCopy } from "./notices";
import { isIn, wordsOf } from "./unsent";

/**
 * Shows what this browser keeps for nobody but its writer: words of a former `epoch` of
 * the text, and words that the server could not take. What `doc`, which holds what the
 * server has, holds of them is in the text already, and forgotten.
 */
export async function showLeftovers(pending: Pending, epoch: number | null, doc?: Y.Doc): Promise<void> {
  const known = (kept: Kept): boolean => doc !== undefined && kept.epoch === epoch && isIn(doc, kept.bytes);
  const aside = (await pending.all()).filter((kept) => kept.aside || kept.epoch !== epoch);
  const there = aside.filter(known);
  void pending.remove(there.map(({ key }) => key ?? 0));
  const left = aside.filter((kept) => !there.includes(kept));
  if (!left.length) return dropNotice("leftovers");
  const forget = async (): Promise<void> => {
    // Gone for the page once they are gone from the browser: it may be closed at once.
    await pending.remove(left.map(({ key }) => key ?? 0));
    dropNotice("leftovers");
  };
  const words = wordsOf(left.map(({ bytes }) => bytes));
  if (!words.trim()) {
    // A move, a choice: there is nothing to copy, and it can be done again.
    if (left.some((kept) => kept.aside)) note(say("change_lost"));
    return forget();
  }
  keepNotice(
    "leftovers",
    "danger",
    el("p", {}, el("strong", {}, say("leftovers"))),
    el("p", {}, say("leftovers_why")),
    ...wordsToCopy(words, discard(forget)),
  );
  raise("leftovers", "alert", say("leftovers"), " ", toNotice("leftovers"));
}

/** Asks once more before it does away with words for good. */
function discard(forget: () => Promise<void>): HTMLButtonElement {
  const button = el("button", { type: "button", class: "quiet-button" }, say("discard"));
  button.onclick = () => {
    button.textContent = say("discard_sure");
    button.onclick = () => void forget();
  };
  return button;
}
