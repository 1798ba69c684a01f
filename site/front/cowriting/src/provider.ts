/** Keeps the document in step with the server, and says what is not yet durable. */
import * as Y from "yjs";

import { FRAME, partsOf } from "./parts";
import type { Pending } from "./pending";
import { Pulse } from "./pulse";
import { awarenessFrame, type Control, type Frame, readFrame, syncFrame, type Said, whoFrame } from "./wire";

/** Where the connection stands; `ended` for good, with the close code that says why. */
export type Standing = "connecting" | "online" | "offline" | "ended";

export interface Hello {
  client: number;
  epoch: number;
  mode: "rw" | "ro";
  reason?: string;
  person: { id: number; name: string; colour: string; initials: string };
}

export interface Listener {
  standing(standing: Standing, code: number): void;
  /** Updates that are not durable yet: how many, and whether the browser keeps them all. */
  unsaved(count: number, kept: boolean): void;
  hello(hello: Hello): void;
  /** The document now holds what the server has. */
  synced(): void;
  control(control: Control): void;
  presence(said: Said[]): void;
  /** The line is cut: nobody is seen before it is back. */
  alone(): void;
  /** Time after time the server ended the line over what is unsaved: it cannot take it. */
  untaken(code: number): void;
}

/** One batch of typing; `frame` is its rank among what this connection sent, 0 before. */
export interface Entry {
  bytes: Uint8Array;
  key: Promise<number>;
  kept: boolean;
  frame: number;
}

const FINAL = new Set([4401, 4403, 4409, 4426]);
/** What our own words may cause: tried again a few times, then told. */
const OURS = new Set([1009, 4400, 4413]);
const TRIES = 5;
/** After so many of them, words are sent in parts. */
const WHOLE_TRIES = 2;
/** An update without anything in it. */
const NOTHING = new Uint8Array([0, 0]);
const TICK = 50;
/** How many acknowledged frames are remembered, in case they come back refused. */
const REMEMBERED = 50;

export class Provider {
  epoch = 0;
  client = 0;
  mode: "rw" | "ro" = "ro";
  private socket: WebSocket | null = null;
  private greeted = false;
  private answered = false;
  private inStep = false;
  private frames = 0;
  private batch: Uint8Array[] = [];
  private settled: Uint8Array[][] = [];
  private entries: Entry[] = [];
  private timer = 0;
  private retry = 0;
  private attempt = 0;
  private badCloses = 0;
  private sentAt = 0;
  private resumeAt = 0;
  private clock = 0;
  private stopped = false;
  private retired = false;
  /** Whether one could write at any time: what one typed then may come after the right ended. */
  private wrote = false;
  private late: Entry[] = [];
  private pulse = new Pulse(() => this.send(whoFrame()), () => this.drop());

  constructor(
    private doc: Y.Doc,
    private address: string,
    private schema: number,
    private pending: Pending,
    private listener: Listener,
  ) {
    doc.on("update", this.onUpdate);
  }

  /** Connects; `epoch` is what the page was made for, null when nobody ever wrote. */
  async start(epoch: number | null): Promise<void> {
    if (epoch !== null) await this.bringBack(epoch);
    if (this.retired) return;
    addEventListener("online", this.hurry);
    addEventListener("offline", this.drop);
    document.addEventListener("visibilitychange", this.hurry);
    addEventListener("pagehide", this.flush);
    this.connect();
  }

  /** What this browser kept of the same document is in it again, and is sent again. */
  private async bringBack(epoch: number): Promise<void> {
    this.epoch = epoch;
    for (const { key, bytes, ...kept } of await this.pending.all()) {
      if (kept.epoch !== epoch || kept.aside || !key) continue;
      try {
        Y.applyUpdate(this.doc, bytes, this);
      } catch {
        // Damaged on the disk: it must not keep its writer from writing.
        void this.pending.setAside([key]);
        continue;
      }
      this.entries.push({ bytes, key: Promise.resolve(key), kept: key > 0, frame: 0 });
    }
  }

  /** Leaves the line for good. What is typed after is kept, for whoever calls `takeLate`. */
  retire(): void {
    if (this.retired) return;
    this.flush();
    this.retired = true;
    removeEventListener("online", this.hurry);
    removeEventListener("offline", this.drop);
    document.removeEventListener("visibilitychange", this.hurry);
    clearTimeout(this.retry);
    this.pulse.stop();
    this.answered = false;
    if (!this.socket) return;
    this.socket.onmessage = this.socket.onclose = null;
    this.socket.close(1000);
    this.socket = null;
  }

  /** What was typed since `retire`. */
  takeLate(): Entry[] {
    this.flush();
    return this.late.splice(0);
  }

  /** Words of the document before this one, which nobody has yet. */
  adopt(late: Entry[]): void {
    for (const entry of late) {
      Y.applyUpdate(this.doc, entry.bytes, this);
      this.keep({ ...entry, frame: 0 });
      this.post(this.entries.at(-1));
    }
  }

  stop(): void {
    this.retire();
    this.flush();
    this.stopped = true;
    removeEventListener("pagehide", this.flush);
    this.doc.off("update", this.onUpdate);
    clearTimeout(this.timer);
  }

  /** How many batches the server has not acknowledged. */
  get unsaved(): number {
    return this.entries.length + (this.batch.length ? 1 : 0);
  }

  /** Whether all that is unsaved would outlive this page. */
  get kept(): boolean {
    return !this.batch.length && this.entries.every((entry) => entry.kept);
  }

  private count(): void {
    this.listener.unsaved(this.unsaved, this.kept);
  }

  /** The updates that the server has not acknowledged. */
  unsent(): Uint8Array[] {
    return [...this.entries.map((entry) => entry.bytes), ...this.batch];
  }

  /** What the last `count` acknowledged frames held. */
  lastly(count: number): Uint8Array[] {
    return this.settled.slice(-count).flat();
  }

  /** Keeps what is unsaved for its writer alone: it is not sent again. */
  async setAside(): Promise<void> {
    this.flush();
    const keys = this.entries.map((entry) => entry.key);
    this.entries = [];
    this.count();
    await this.pending.setAside(await Promise.all(keys));
  }

  /** Resolves once everything typed so far is durable, or after `ms`: whether it is. */
  settle(ms: number): Promise<boolean> {
    this.flush();
    const until = Date.now() + ms;
    return new Promise((resolve) => {
      const look = (): void => {
        if (!this.unsaved) resolve(true);
        else if (Date.now() > until) resolve(false);
        else setTimeout(look, 50);
      };
      look();
    });
  }

  /** Tells the others where one is. */
  tell(state: unknown): void {
    if (!this.greeted) return;
    this.clock += 1;
    this.send(awarenessFrame({ client: this.client, clock: this.clock, state }));
  }

  // -- The connection -----------------------------------------------------------------

  private connect(): void {
    if (this.retired || this.socket) return;
    this.listener.standing("connecting", 0);
    const asked = new URL(this.address, location.href);
    asked.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    asked.searchParams.set("epoch", this.epoch ? String(this.epoch) : "");
    asked.searchParams.set("schema", String(this.schema));
    asked.searchParams.set("client", this.client ? String(this.client) : "");
    const socket = new WebSocket(asked);
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => this.receive(new Uint8Array(data as ArrayBuffer));
    socket.onclose = ({ code }) => this.closed(socket, code);
    this.socket = socket;
    this.pulse.expect();
  }

  private drop = (): void => {
    const socket = this.socket;
    if (!socket) return;
    socket.close();
    this.closed(socket, 1006);
  };

  private hurry = (): void => {
    if (document.visibilityState !== "visible" || this.socket || this.retired) return;
    clearTimeout(this.retry);
    this.connect();
  };

  private closed(socket: WebSocket, code: number): void {
    if (socket !== this.socket) return;
    socket.onmessage = socket.onclose = null;
    this.socket = null;
    this.greeted = this.answered = this.inStep = false;
    this.frames = 0;
    for (const entry of this.entries) entry.frame = 0;
    this.pulse.stop();
    this.badCloses = OURS.has(code) ? this.badCloses + 1 : 0;
    if (FINAL.has(code)) return this.end(code);
    if (this.badCloses >= TRIES) return this.unsaved ? this.listener.untaken(code) : this.end(code);
    this.listener.standing("offline", code);
    this.listener.alone();
    const wait = Math.min(30_000, 400 * 2 ** this.attempt) * (0.5 + Math.random());
    this.attempt = Math.min(this.attempt + 1, 10);
    this.retry = window.setTimeout(() => this.connect(), wait);
  }

  /** Nothing more goes to the server. What is typed late is kept, and told as unsaved. */
  end(code: number): void {
    this.mode = "ro";
    this.retire();
    this.listener.alone();
    this.listener.standing("ended", code);
  }

  // -- What the server says -----------------------------------------------------------

  private receive(bytes: Uint8Array): void {
    let frame: Frame;
    try {
      frame = readFrame(bytes);
    } catch {
      return this.drop();
    }
    if (frame.type === "control") this.obey(frame.control);
    else if (frame.type === "ack") this.acknowledge(frame.count);
    else if (frame.type === "awareness") this.listener.presence(frame.said);
    else if (frame.type === "sync" && frame.step === "ask") this.answer(frame.bytes);
    else if (frame.type === "sync") this.apply(frame.bytes, frame.step === "answer");
    if (this.socket) this.pulse.heard(!this.inStep || this.entries.some((entry) => entry.frame));
  }

  private obey(control: Control): void {
    if (control.kind === "hello") return this.greet(control as unknown as Hello);
    if (control.kind === "mode") this.may(control.mode === "rw" ? "rw" : "ro");
    if (control.kind === "slow") {
      this.resumeAt = Date.now() + Number(control.retry_ms ?? 1000);
      this.schedule();
    }
    this.listener.control(control);
  }

  private greet(hello: Hello): void {
    this.epoch = hello.epoch;
    this.client = hello.client;
    this.may(hello.mode);
    this.doc.clientID = hello.client;
    this.greeted = true;
    this.listener.hello(hello);
    this.send(syncFrame("ask", Y.encodeStateVector(this.doc)));
    this.send(whoFrame());
  }

  private may(mode: "rw" | "ro"): void {
    this.mode = mode;
    this.wrote ||= mode === "rw";
  }

  private apply(bytes: Uint8Array, whole: boolean): void {
    Y.applyUpdate(this.doc, bytes, this);
    // Yjs takes another id when its own comes from elsewhere; here it is the server's to give.
    if (this.client && this.doc.clientID !== this.client) this.doc.clientID = this.client;
    if (!whole) return;
    this.attempt = 0;
    this.inStep = true;
    this.listener.standing("online", 0);
    this.listener.synced();
  }

  /** Sends what the server lacks, and with it everything that was not acknowledged. */
  private answer(vector: Uint8Array): void {
    if (!this.greeted) return;
    this.gather();
    this.answered = true;
    this.frames += 1;
    for (const entry of this.entries) entry.frame = this.frames;
    this.sentAt = Date.now();
    const all = Y.encodeStateAsUpdate(this.doc, vector);
    // In parts, each is taken but the one that the server cannot take, and what rests on it.
    if (this.entries.length > 1 && (this.badCloses >= WHOLE_TRIES || all.length > FRAME)) this.answerInParts();
    else this.send(syncFrame("answer", all));
    this.count();
  }

  private answerInParts(): void {
    this.send(syncFrame("answer", NOTHING));
    for (const part of partsOf(this.entries)) {
      this.frames += 1;
      for (const entry of part) entry.frame = this.frames;
      this.send(syncFrame("update", Y.mergeUpdates(part.map(({ bytes }) => bytes))));
    }
  }

  private acknowledge(count: number): void {
    const done = this.entries.filter((entry) => entry.frame && entry.frame <= count);
    this.entries = this.entries.filter((entry) => !done.includes(entry));
    if (done.length) this.badCloses = 0;
    const frames = [...new Set(done.map(({ frame }) => frame))];
    this.settled.push(...frames.map((frame) => done.filter((entry) => entry.frame === frame).map(({ bytes }) => bytes)));
    this.settled = this.settled.slice(-REMEMBERED);
    this.count();
    void Promise.all(done.map((entry) => entry.key)).then((keys) => this.pending.remove(keys));
  }

  // -- What one types -----------------------------------------------------------------

  private onUpdate = (bytes: Uint8Array, _origin: unknown, _doc: Y.Doc, change: Y.Transaction): void => {
    if (!change.local || (this.mode === "ro" && !this.wrote)) return;
    this.batch.push(bytes);
    this.schedule();
    this.count();
  };

  /** The next batch leaves at once after a rest, or a tick after the last one. */
  private schedule(): void {
    clearTimeout(this.timer);
    const wait = Math.max(this.sentAt + TICK, this.resumeAt) - Date.now();
    this.timer = window.setTimeout(this.flush, Math.max(0, wait));
  }

  private flush = (): void => this.post(this.gather());

  private post(entry: Entry | null | undefined): void {
    if (!entry || !this.answered) return;
    this.frames += 1;
    entry.frame = this.frames;
    this.sentAt = Date.now();
    this.send(syncFrame("update", entry.bytes));
    this.pulse.expect();
  }

  /** Makes an entry of what was typed since the last one, and keeps it in the browser. */
  private gather(): Entry | null {
    if (!this.batch.length) return null;
    const bytes = Y.mergeUpdates(this.batch);
    this.batch = [];
    const entry: Entry = { bytes, key: this.pending.put(this.epoch, bytes), kept: false, frame: 0 };
    if (this.retired) this.late.push(entry);
    this.keep(entry);
    return entry;
  }

  private keep(entry: Entry): void {
    this.entries.push(entry);
    void entry.key.then((key) => {
      entry.kept = key > 0;
      if (!this.stopped) this.count();
    });
  }

  private send(bytes: Uint8Array): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(bytes as Uint8Array<ArrayBuffer>);
  }
}
