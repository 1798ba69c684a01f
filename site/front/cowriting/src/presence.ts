/** Who else is here, and where: names and colours are the server's. */
import type { Caret } from "./carets";
import type { Hello, Provider } from "./provider";
import type { Said } from "./wire";

export interface Person {
  client: number;
  id: number;
  name: string;
  initials: string;
  tone: string;
  since: string;
  field: string;
  anchor: unknown;
  head: unknown;
  idle: boolean;
}

const TELL_EVERY = 120;
const IDLE_AFTER = 120_000;

export class Presence {
  private others = new Map<number, Person>();
  private told = "";
  private timer = 0;
  private idleTimer = 0;
  private idle = false;
  me: Hello["person"] | null = null;
  own = 0;

  constructor(
    private provider: () => Provider,
    private here: () => { field: string; anchor: unknown; head: unknown } | null,
    /** Something changed for those who are, or were, in these fields; "" for nowhere. */
    private onChange: (touched: Set<string>) => void,
  ) {}

  /** Everyone else, one line a person: where they were last seen active. */
  people(): Person[] {
    const byPerson = new Map<number, Person>();
    for (const person of this.others.values()) {
      const known = byPerson.get(person.id);
      if (person.id !== this.me?.id && (!known || (known.idle && !person.idle))) byPerson.set(person.id, person);
    }
    return [...byPerson.values()].sort((one, two) => one.name.localeCompare(two.name));
  }

  /** Who has their caret in this field, other windows of the same person included. */
  in(field: string): Caret[] {
    return [...this.others.values()].filter((person) => person.field === field);
  }

  inBlock(id: string): Person[] {
    return [...this.others.values()].filter((person) => person.field.startsWith(`${id}/`));
  }

  receive(said: Said[]): void {
    const touched = new Set<string>();
    for (const { client, state } of said) this.learn(client, client === this.own ? null : personOf(client, state), touched);
    if (touched.size) this.onChange(touched);
  }

  /** Nobody is seen any more. */
  clear(): void {
    const touched = new Set<string>();
    for (const client of [...this.others.keys()]) this.learn(client, null, touched);
    if (touched.size) this.onChange(touched);
  }

  private learn(client: number, person: Person | null, touched: Set<string>): void {
    const known = this.others.get(client);
    if (JSON.stringify(known ?? null) === JSON.stringify(person)) return;
    if (person) this.others.set(client, person);
    else this.others.delete(client);
    for (const seen of [known, person]) if (seen) touched.add(seen.field);
  }

  /** One moved or typed: tells the others soon. */
  moved(active: boolean): void {
    if (active) this.wake();
    if (this.timer) return;
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      this.tell();
    }, TELL_EVERY);
  }

  /** Tells again, whatever was told: a new connection knows nothing. */
  again(): void {
    this.told = "";
    this.wake();
    this.tell();
  }

  stop(): void {
    clearTimeout(this.timer);
    clearTimeout(this.idleTimer);
  }

  private wake(): void {
    this.idle = false;
    clearTimeout(this.idleTimer);
    this.idleTimer = window.setTimeout(() => {
      this.idle = true;
      this.tell();
    }, IDLE_AFTER);
  }

  private tell(): void {
    const state = { ...(this.here() ?? { field: "", anchor: null, head: null }), idle: this.idle };
    const words = JSON.stringify(state);
    if (words === this.told) return;
    this.told = words;
    this.provider().tell(state);
  }
}

function personOf(client: number, state: unknown): Person | null {
  const { user, field, anchor, head, idle } = (state ?? {}) as Record<string, unknown>;
  const { id, name, initials, colour, since } = (user ?? {}) as Record<string, unknown>;
  if (typeof name !== "string") return null;
  return {
    client,
    id: Number(id),
    name,
    initials: String(initials ?? name.slice(0, 2)),
    tone: String(colour ?? ""),
    since: String(since ?? ""),
    field: String(field ?? ""),
    anchor,
    head,
    idle: Boolean(idle),
  };
}
