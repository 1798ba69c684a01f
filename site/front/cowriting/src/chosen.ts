/** What a selection in a field brings: a bar beside it, at the thumb on a telephone. */
import type { Desk } from "./desk";
import { byId, el } from "./dom";
import { say } from "./page";
import type { Passage } from "./passages";
import type { Remarks, Way } from "./remarks";

/** The words that are selected, their block, and what has them. */
interface Chosen {
  block: string;
  about: Passage;
  field: HTMLElement;
}

const NARROW = "(pointer: coarse), (width < 48rem)";

/** Listens to selections for as long as the page is open. */
export function offerRemarks(desk: () => Desk, remarks: Remarks): void {
  if (!remarks.told.may) return;
  let found: Chosen | null = null;
  let timer = 0;
  const begin = (way: Way): void => {
    const now = chosenIn(desk());
    const focused = document.activeElement?.closest<HTMLElement>("[data-field]");
    bar.hidden = true;
    if (now) remarks.open(now.block, way, now.field, now.about);
    else if (focused) remarks.open(blockOf(focused), way, document.activeElement as HTMLElement);
  };
  const button = (way: Way, words: string): HTMLElement => el("button", { type: "button", onclick: () => begin(way) }, words);
  const bar = el("div", { class: "remarks-bar", role: "toolbar", "aria-label": say("chosen_words"), hidden: true }, button("remarquer", say("remark")), button("proposer", say("propose_words")));
  // A press must not undo the selection that it is about.
  bar.addEventListener("mousedown", (event) => event.preventDefault());
  byId("texte").append(bar);
  const look = (): void => {
    if (bar.contains(document.activeElement) || document.querySelector("dialog:modal")) return;
    const before = found;
    found = chosenIn(desk());
    bar.hidden = !found;
    if (found) put(bar, found.field);
    if (found && !before) desk().announce(say("chosen_keys"));
  };
  for (const event of ["selectionchange", "select", "keyup", "pointerup"])
    document.addEventListener(event, () => {
      clearTimeout(timer);
      timer = window.setTimeout(look, 300);
    });
  addEventListener("scroll", () => !bar.hidden && found && put(bar, found.field), { passive: true });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !bar.hidden) bar.hidden = true;
    if (!(event.ctrlKey || event.metaKey) || !event.altKey || event.code !== "KeyM") return;
    event.preventDefault();
    // An editor learns of a selection an instant after it was made.
    setTimeout(() => begin("remarquer"), 30);
  });
}

function chosenIn(desk: Desk): Chosen | null {
  const anchor = getSelection()?.anchorNode;
  const focused = document.activeElement;
  const within = focused instanceof HTMLTextAreaElement ? focused : anchor instanceof Element ? anchor : anchor?.parentElement;
  const holder = within?.closest<HTMLElement>("[data-field]");
  const key = holder?.dataset.field ?? "";
  const about = desk.fields.get(key)?.chosen?.() ?? null;
  const field = holder?.querySelector<HTMLElement>("textarea, .rich-text");
  return holder && about && field ? { block: blockOf(holder), about, field } : null;
}

/** The block of a field, which stands before the slot in its key. */
function blockOf({ dataset }: HTMLElement): string {
  return dataset.field?.split("/", 1)[0] ?? "";
}

/** Below the last of the chosen words; a narrow screen has it at its foot. */
function put(bar: HTMLElement, field: HTMLElement): void {
  if (matchMedia(NARROW).matches) return;
  const selection = getSelection();
  const rects = field instanceof HTMLTextAreaElement || !selection?.rangeCount ? [] : [...selection.getRangeAt(0).getClientRects()];
  const { right, bottom } = rects.at(-1) ?? field.getBoundingClientRect();
  const room = document.documentElement.clientWidth - bar.offsetWidth - 8;
  bar.style.setProperty("--x", `${Math.max(8, Math.min(right - bar.offsetWidth / 2, room))}px`);
  bar.style.setProperty("--y", `${Math.max(8, Math.min(bottom + 8, innerHeight - bar.offsetHeight - 8))}px`);
}
