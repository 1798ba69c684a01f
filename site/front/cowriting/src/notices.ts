/** What the person is told beside the text: what passes, what stays, what ends. */
import { byId, el } from "./dom";
import { hour, say } from "./page";

let clearNote = 0;

/** A sentence that passes, at the foot of the window. */
export function note(words: string): void {
  const place = byId("passage");
  place.textContent = words;
  place.hidden = false;
  clearTimeout(clearNote);
  clearNote = window.setTimeout(() => {
    place.hidden = true;
    place.textContent = "";
  }, 9_000);
}

type Kind = "" | "warning" | "danger";

/** A notice that stays above the text until it is closed. */
export function keepNotice(id: string, kind: Kind, ...content: (Node | string)[]): void {
  const close = el("button", { type: "button", class: "quiet-button" }, say("close"));
  const notice = el("div", { class: `notice ${kind}`.trim(), "data-notice": id }, ...content, el("p", {}, close));
  close.onclick = () => {
    notice.remove();
    // What is still so is still said at the top.
    if (kind) lower(id);
    byId("texte").focus({ preventScroll: true });
  };
  byId("avis").querySelector(`[data-notice="${id}"]`)?.remove();
  byId("avis").append(notice);
}

export function hasNotice(id: string): boolean {
  return byId("avis").querySelector(`[data-notice="${id}"]`) !== null;
}

export function dropNotice(id: string): void {
  byId("avis").querySelector(`[data-notice="${id}"]`)?.remove();
  lower(id);
}

// -- At the top of the window -----------------------------------------------------------------

/** The places that are read out as soon as words come in: there before the words are. */
const places = new Map<"status" | "alert", HTMLElement>();

/** Call it once, when the page opens. */
export function raiseMast(): void {
  const mast = el("div", { class: "mast" });
  for (const role of ["status", "alert"] as const) {
    const place = el("div", { role });
    places.set(role, place);
    mast.append(place);
  }
  document.querySelector(".desk-bar")?.append(mast);
}

/**
 * Says `words` at the top of the window, which scrolls with nobody, until `lower`; without
 * taking anybody's caret. `more` is where the rest of it is found. Returns whether it is
 * news: what stands there already is not said again.
 */
export function raise(id: string, role: "status" | "alert", words: string, ...more: (Node | string)[]): boolean {
  const line = el("p", { "data-mast": id }, el("strong", {}, words), ...more);
  if (document.querySelector(`.mast [data-mast="${id}"]`)?.textContent === line.textContent) return false;
  lower(id);
  places.get(role)?.append(line);
  return true;
}

export function lower(id: string): void {
  document.querySelector(`.mast [data-mast="${id}"]`)?.remove();
}

/** A button to the whole of a notice, of which nothing is said at the top any more then. */
export function toNotice(id: string): HTMLButtonElement {
  const go = (): void => {
    const notice = byId("avis").querySelector<HTMLElement>(`[data-notice="${id}"]`);
    notice?.setAttribute("tabindex", "-1");
    notice?.focus();
    lower(id);
  };
  return el("button", { type: "button", class: "quiet-button", onclick: go }, say("read_notice"));
}

// -- Words to copy ----------------------------------------------------------------------------

/** Characters that are shown of words to copy: a browser stands still over a million. */
const SHOWN = 4_000;

/** Words that are nowhere else, to be copied or kept as a file. */
export function wordsToCopy(words: string, ...more: HTMLElement[]): Node[] {
  if (!words.trim()) return [];
  const copy = el("button", { type: "button", class: "quiet-button" }, say("copy"));
  copy.onclick = () => void navigator.clipboard?.writeText(words).then(() => (copy.textContent = say("copied")));
  const file = URL.createObjectURL(new Blob([words], { type: "text/plain" }));
  const name = `mots-${hour(new Date()).replace(/\D/g, "")}.txt`;
  return [
    el("pre", { class: "lost-words", tabindex: 0, "aria-label": say("lost_words") }, words.length > SHOWN ? `${words.slice(0, SHOWN)}…` : words),
    ...(words.length > SHOWN ? [el("p", { class: "soft" }, say("lost_words_long"))] : []),
    el("p", { class: "actions" }, copy, el("a", { class: "quiet-button", href: file, download: name }, say("download")), ...more),
  ];
}

/** The same, under a line that says what they are. */
export function lostWords(words: string): Node[] {
  return words.trim() ? [el("p", {}, el("strong", {}, say("lost_words"))), ...wordsToCopy(words)] : [];
}

/** The full message of a connection that ended for good, and what to do. */
export function ended(code: number, words: string, signIn: string): void {
  const name = [4401, 4403, 4409, 4426].includes(code) ? String(code) : "other";
  const again = el("button", { type: "button", class: "button", onclick: () => location.reload() }, say("reload"));
  const act = code === 4401 ? el("a", { class: "button", href: signIn }, say("sign_in")) : again;
  const place = byId("fin");
  const focus = place.hidden || place.contains(document.activeElement);
  place.replaceChildren(
    el("h2", { tabindex: -1, id: "fin-titre" }, say(`end_${name}`)),
    el("p", {}, say(`end_${name}_do`)),
    ...lostWords(words),
    el("p", { class: "actions" }, code === 4403 ? null : act),
  );
  place.hidden = false;
  if (focus) byId("fin-titre").focus();
}
