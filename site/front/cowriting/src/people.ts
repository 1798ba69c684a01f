/** The people in the header: who, since when, and the way to where they write. */
import { byId, el } from "./dom";
import { hour, say } from "./page";
import type { Person, Presence } from "./presence";

const SHOWN = 5;

type Where = (field: string) => string;

/** The lines of those who are here, by person: what has focus in one of them keeps it. */
const lines = new Map<number, Line>();
let facesShown = "";

/** Paints who is here; `where` names the place of a field key, "" for nowhere. */
export function paintPeopleHere(presence: Presence, where: Where): void {
  const people = presence.people();
  paintFaces(presence, people);
  const count = people.length ? say(people.length === 1 ? "one_other" : "others", { count: people.length }) : say("alone");
  const place = byId("presents-compte");
  if (place.textContent !== count) place.textContent = count;
  paintLines(presence, people, where);
}

function paintFaces({ me }: Presence, people: Person[]): void {
  const faces = people.slice(0, SHOWN).map(({ initials, tone, idle }) => ({ initials, tone, idle }));
  if (me) faces.unshift({ initials: me.initials, tone: me.colour, idle: false });
  const more = people.length - SHOWN;
  const wanted = JSON.stringify([faces, more]);
  if (wanted === facesShown) return;
  facesShown = wanted;
  const shown = faces.map(({ initials, tone, idle }) => face(initials, tone, idle));
  byId("presents-visages").replaceChildren(...shown, ...(more > 0 ? [el("span", { class: "face more" }, `+${more}`)] : []));
}

function paintLines({ me }: Presence, people: Person[], where: Where): void {
  const place = byId("presents-liste");
  const wanted: HTMLElement[] = [];
  if (me) wanted.push(lineOf(me.id).showMe(me));
  for (const person of people) wanted.push(lineOf(person.id).show(person, where));
  const kept = new Set(wanted);
  for (const [id, line] of lines) {
    if (kept.has(line.element)) continue;
    line.element.remove();
    lines.delete(id);
  }
  wanted.forEach((element, at) => {
    const there = place.children[at];
    if (there !== element) place.insertBefore(element, there ?? null);
  });
}

function lineOf(id: number): Line {
  const line = lines.get(id) ?? new Line();
  lines.set(id, line);
  return line;
}

function face(initials: string, tone: string, idle: boolean): HTMLElement {
  return el("span", { class: "face", "data-tone": tone, "data-idle": idle, "aria-hidden": "true" }, initials);
}

/** One person in the list; only what changed of them is written anew. */
class Line {
  private name = el("strong");
  private what = el("span", { class: "soft" });
  private link = el("button", { type: "button", class: "quiet-button", onclick: () => this.go() });
  private face = face("", "", false);
  private field = "";
  readonly element = el("li", {}, this.face, el("span", {}, this.name, this.what, this.link));

  showMe({ initials, colour, name }: NonNullable<Presence["me"]>): HTMLElement {
    return this.paint(initials, colour, say("you", { name }), "", "");
  }

  show(person: Person, where: Where): HTMLElement {
    const since = Date.parse(person.since);
    const joined = Number.isNaN(since) ? "" : say("here_since", { time: hour(new Date(since)) });
    const place = where(person.field);
    const what = [joined, person.idle ? say("idle") : place ? "" : say("reads")].filter(Boolean).join(" · ");
    this.field = person.field;
    return this.paint(person.initials, person.tone, person.name, what, place && !person.idle ? say("writes_in", { where: place }) : "");
  }

  private paint(initials: string, tone: string, name: string, what: string, link: string): HTMLElement {
    this.face.dataset.tone = tone;
    for (const [place, words] of [[this.face, initials], [this.name, name], [this.what, what], [this.link, link]] as const) {
      if (place.textContent !== words) place.textContent = words;
      if (place !== this.face) place.hidden = !words;
    }
    return this.element;
  }

  private go(): void {
    const block = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(this.field)}"]`);
    byId<HTMLDetailsElement>("presents").open = false;
    block?.scrollIntoView({ block: "center" });
    block?.querySelector<HTMLElement>("textarea, [contenteditable], select, input")?.focus({ preventScroll: true });
  }
}
