/** One voice for those who listen: sentences in their order, people who come joined in one. */
import { byId } from "./dom";
import { listed, say } from "./page";

/** Milliseconds between two announcements, for the first to be heard out. */
const PAUSE = 4_000;
/** Milliseconds before people are told of: who comes with them is told of as well. */
const GATHERING = 1_500;
const SOON = 150;

export class Announcer {
  private waiting: string[] = [];
  private told = new Map<number, string>();
  private here = new Map<number, string>();
  private lastSaid = 0;
  private timer = 0;
  private due = 0;
  private gathered = 0;

  /** Says a sentence soon, after those that wait. */
  say(words: string): void {
    if (!this.waiting.includes(words)) this.waiting.push(words);
    this.plan(SOON);
  }

  /** Who else is here now. Who went and came back meanwhile is not told of. */
  people(here: Iterable<{ id: number; name: string }>): void {
    const now = new Map([...here].map(({ id, name }) => [id, name]));
    const same = now.size === this.here.size && [...now.keys()].every((id) => this.here.has(id));
    this.here = now;
    if (same) return;
    this.gathered = Date.now() + GATHERING;
    if (this.news().length) this.plan(GATHERING);
  }

  private plan(wait: number): void {
    const due = Math.max(Date.now() + wait, this.lastSaid + PAUSE);
    if (this.timer && this.due <= due) return;
    clearTimeout(this.timer);
    this.due = due;
    this.timer = window.setTimeout(() => this.speak(), due - Date.now());
  }

  private speak(): void {
    this.timer = 0;
    const words = this.waiting.splice(0);
    const left = this.gathered - Date.now();
    if (left <= 0) {
      words.push(...this.news());
      this.told = new Map(this.here);
    }
    if (words.length) this.utter(words.join(" "));
    if (this.news().length) this.plan(left);
  }

  private utter(words: string): void {
    this.lastSaid = Date.now();
    const place = byId("annonce");
    // The same sentence twice is a change only if it went away between.
    place.textContent = "";
    setTimeout(() => (place.textContent = words), 50);
  }

  private news(): string[] {
    const came = [...this.here].filter(([id]) => !this.told.has(id)).map(([, name]) => name);
    const gone = [...this.told].filter(([id]) => !this.here.has(id)).map(([, name]) => name);
    return [...sentence("came", came), ...sentence("left", gone)];
  }
}

function sentence(name: "came" | "left", people: string[]): string[] {
  if (!people.length) return [];
  return [`${say(people.length === 1 ? name : `${name}_many`, { name: listed(people) })}.`];
}
