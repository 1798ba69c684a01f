/** One life of the shared document in this page: a reset ends it and begins another. */
import * as Y from "yjs";

import { composesIn } from "./composing";
import type { Desk, FieldView } from "./desk";
import type { Announcer } from "./announcer";
import { byId, el } from "./dom";
import { PlainField } from "./fields";
import { History, type Place } from "./history";
import { BlockList } from "./list";
import { Model } from "./model";
import { hour, type Page, say } from "./page";
import { showLeftovers } from "./leftovers";
import { dropNotice, ended, hasNotice, keepNotice, note, raise, toNotice, wordsToCopy } from "./notices";
import { paintPeopleHere } from "./people";
import type { Pending } from "./pending";
import { putBack, type Spot, spotNow } from "./place";
import { Presence } from "./presence";
import { type Hello, Provider, type Standing } from "./provider";
import type { Remarks } from "./remarks";
import { mountTheRest } from "./richfield";
import type { Status } from "./status";
import { wordsOf } from "./unsent";
import type { Control } from "./wire";

/** When the server asked to begin again, and when it could not take words, lately. */
let resets: number[] = [];
let untaken: number[] = [];
/** Words that came too late, of whichever life of the document. */
let refusedWords = "";
/** Milliseconds that count as lately. */
const LATELY = 30_000;
/** Milliseconds between two showings of words to who does not read how they came about. */
const SHOWN_EVERY = 2_000;
/** Milliseconds in which nobody scrolls away from a text that stands still. */
const HITCH = 1_500;

export class Session implements Desk {
  readonly doc = new Y.Doc();
  readonly model: Model;
  readonly provider: Provider;
  readonly presence: Presence;
  readonly history: History;
  readonly fields = new Map<string, FieldView>();
  editable = false;
  private list: BlockList | null = null;
  private pageFields: FieldView[] = [];
  private standing: Standing = "connecting";
  private reason = "";
  private frozen = false;
  private spot: Spot | null = null;
  private frozenAt = 0;
  private endedWith = 0;
  private current: { key: string; view: FieldView } | null = null;

  constructor(
    readonly page: Page,
    private status: Status,
    private pending: Pending,
    private announcer: Announcer,
    readonly remarks: Remarks | null,
    /** Begins another session, in so many milliseconds. */
    private restart: (wait?: number) => void,
    /** The life before this one, which is shown until this one has the words. */
    private former: Session | null = null,
  ) {
    this.model = new Model(this.doc, page);
    this.provider = new Provider(this.doc, page.socket, page.schema, pending, {
      standing: (standing, code) => this.stand(standing, code),
      unsaved: (count, kept) => this.count(count, kept),
      hello: (hello) => this.greeted(hello),
      synced: () => this.synced(),
      control: (control) => this.obey(control),
      presence: (said) => {
        this.presence.receive(said);
        this.announcer.people(this.presence.people());
      },
      alone: () => this.presence.clear(),
      untaken: (code) => void this.setAside(code),
    });
    this.presence = new Presence(() => this.provider, () => this.here(), (touched) => this.paintPeople(touched));
    this.history = new History(this.model, () => this.here(), (place) => this.go(place), () => this.paintHistory(), () => this.editable);
    document.addEventListener("selectionchange", this.moved);
    document.addEventListener("focusin", this.focused);
    document.addEventListener("focusout", this.blurred);
  }

  start(epoch: number | null): void {
    void this.provider.start(epoch);
  }

  /** Leaves the line; the words stay on the page until another session shows them. */
  retire(): void {
    document.removeEventListener("selectionchange", this.moved);
    document.removeEventListener("focusin", this.focused);
    document.removeEventListener("focusout", this.blurred);
    this.presence.stop();
    this.provider.retire();
  }

  /** Whoever shows words on this page now. */
  get shown(): Session | null {
    return this.list ? this : this.former;
  }

  /** Whether words would be gone if the page were closed now. */
  get atRisk(): boolean {
    const { unsaved, kept } = this.provider;
    return (unsaved > 0 && !(this.endedWith && kept)) || this.pending.fleeting > 0;
  }

  /** Takes the words off the page; returns where one was among them. */
  private leave(): Spot {
    const now = spotNow(this.fields);
    const { spot: then } = this;
    // A field that is still lets go of the caret: what counts is where it was before.
    const spot = !then || document.activeElement !== document.body ? now : Date.now() - this.frozenAt < HITCH ? then : { ...then, anchor: now.anchor };
    this.list?.destroy();
    for (const view of this.pageFields) {
      view.destroy();
      view.element.remove();
    }
    this.provider.stop();
    this.history.destroy();
    this.doc.destroy();
    return spot;
  }

  note(name: string, values: Record<string, string | number> = {}): void {
    note(say(name, values));
  }

  settle(): Promise<boolean> {
    return this.provider.settle(5_000);
  }

  announce(words: string): void {
    this.announcer.say(`${words}.`);
  }

  // -- The connection -----------------------------------------------------------------------

  private stand(standing: Standing, code: number): void {
    this.standing = standing;
    this.status.set(standing, this.provider.unsaved, this.provider.kept);
    if (standing !== "ended") return;
    this.endedWith = code;
    this.setEditable(false);
    this.paintEnd();
  }

  private count(unsaved: number, kept: boolean): void {
    this.status.set(this.standing, unsaved, kept);
    if (this.endedWith) this.paintEnd();
  }

  private paintEnd(): void {
    ended(this.endedWith, wordsOf(this.provider.unsent()), this.page.urls.sign_in);
  }

  private greeted(hello: Hello): void {
    this.presence.own = hello.client;
    this.presence.me = hello.person;
    this.reason = String(hello.reason ?? this.former?.reason ?? "");
    this.paintPeople(new Set());
  }

  /** The words are there: fields are shown at the first time, and asked for from then on. */
  private synced(): void {
    // A word that somebody composes is finished in the field where it was begun.
    if (!this.list && composesIn(byId("texte"), () => this.synced())) return;
    if (!this.list) this.show();
    this.setEditable(this.provider.mode === "rw");
    this.presence.again();
  }

  private show(): void {
    const { former } = this;
    this.former = null;
    const spot = former?.leave();
    this.editable = this.provider.mode === "rw";
    if (former) this.provider.adopt(former.provider.takeLate());
    this.showFields();
    this.list = new BlockList(this);
    byId("texte").removeAttribute("aria-busy");
    byId("attente").hidden = true;
    this.paintPeople(new Set());
    void showLeftovers(this.pending, this.provider.epoch, this.doc);
    if (spot) putBack(spot, this.fields, this.doc);
    else this.goToAnchor();
    mountTheRest();
  }

  private showFields(): void {
    for (const field of this.page.fields) {
      const key = `page/${field.slot}`;
      const view = new PlainField(this, key, field, this.model.ensureText(this.model.page, field.slot));
      view.element.dataset.field = key;
      byId(`page-${field.slot}`).append(view.element);
      this.fields.set(key, view);
      this.pageFields.push(view);
    }
  }

  private goToAnchor(): void {
    const id = location.hash.replace(/^#bloc-/, "");
    if (id && this.model.find(id)) document.getElementById(`bloc-${id}`)?.scrollIntoView({ block: "start" });
  }

  private setEditable(editable: boolean): void {
    this.editable = editable;
    document.body.toggleAttribute("data-still", !editable);
    // A word that somebody composes is finished first: what comes too late is kept.
    if (editable || !composesIn(document.body, () => this.still())) this.still();
    for (const button of document.querySelectorAll<HTMLButtonElement>("button.edits, #nommer-ouvrir")) button.disabled = !editable;
    this.paintMode();
    this.paintHistory();
  }

  private still(): void {
    for (const view of this.pageFields) view.setEditable(this.editable);
    this.list?.setEditable(this.editable);
  }

  private paintMode(): void {
    if (this.editable || this.endedWith) return dropNotice("mode");
    if (this.frozen || !this.list) return;
    const why = say(this.page.words[`read_only_${this.reason}`] ? `read_only_${this.reason}` : "read_only_why");
    const news = raise("mode", "status", say("read_only"), " ", el("span", { class: "mast-why" }, why));
    if (news) keepNotice("mode", "", el("p", {}, el("strong", {}, say("read_only"))), el("p", {}, why));
  }

  // -- What the server tells --------------------------------------------------------------

  private obey(control: Control): void {
    const { kind } = control;
    if (kind === "mode") {
      this.reason = String(control.reason ?? "");
      this.setEditable(this.provider.mode === "rw");
    } else if (kind === "saved") this.saved(control);
    else if (kind === "outside") this.outside(control);
    else if (kind === "named") note(say("named", { number: String(control.number ?? ""), label: String(control.label ?? "") }));
    else if (kind === "refused") this.refused(Math.max(1, Number(control.count) || 1));
    else if (kind === "full") keepNotice("full", "warning", el("p", {}, say(control.what === "blocks" ? "full_blocks" : "full_words")));
    else if (kind === "reset") this.reset(String(control.reason ?? ""));
  }

  /** The document is made anew: what is not acknowledged goes into the next one. */
  private reset(reason: string): void {
    // The words alone are shown, and others are writing them: not at each of their keys.
    if (reason === "shown") return this.beginAgain(SHOWN_EVERY);
    resets = lately(resets);
    // Words that rest on what nobody has any more would be sent back for ever.
    if (resets.length > 2 && this.provider.unsaved) return void this.setAside(0);
    this.beginAgain();
  }

  /** What the server cannot take is kept for its writer alone, who goes on without it. */
  private async setAside(code: number): Promise<void> {
    this.freeze();
    await this.provider.setAside();
    untaken = lately(untaken);
    if (!code || untaken.length <= 3) return this.restart();
    void showLeftovers(this.pending, this.provider.epoch);
    this.provider.end(code);
  }

  private saved({ at }: Control): void {
    const moment = new Date(String(at ?? ""));
    byId("enregistre").textContent = say("saved_at", { time: hour(Number.isNaN(moment.getTime()) ? new Date() : moment) });
  }

  private outside({ by, both }: Control): void {
    const kept = Array.isArray(both) && both.length > 0;
    const who = typeof by === "string" && by ? by : say("somebody");
    keepNotice("outside", kept ? "warning" : "", el("p", {}, say("outside", { who })), kept ? el("p", {}, say("outside_both")) : "");
  }

  /** Nothing is typed into a document that ends: another takes its place at once. */
  private beginAgain(wait?: number): void {
    this.freeze();
    this.provider.retire();
    this.restart(wait);
  }

  private freeze(): void {
    this.frozen = true;
    this.frozenAt = Date.now();
    this.spot = spotNow(this.fields);
    this.setEditable(false);
  }

  /** What was typed came too late: it is shown once more, and kept by the server. */
  private refused(count: number): void {
    if (!hasNotice("refused")) refusedWords = "";
    refusedWords = [refusedWords, wordsOf(this.provider.lastly(count))].filter(Boolean).join("\n");
    const link = (): HTMLElement | string => (this.page.urls.refused ? el("a", { href: this.page.urls.refused }, say("refused_words")) : "");
    keepNotice("refused", "danger", el("p", {}, el("strong", {}, say("refused"))), el("p", {}, say("refused_why")), ...wordsToCopy(refusedWords), el("p", {}, link()));
    raise("refused", "alert", say("refused"), " ", link(), toNotice("refused"));
    this.beginAgain();
  }

  // -- Where one is -----------------------------------------------------------------------

  private here(): Place | null {
    if (!this.current) return null;
    const place = this.current.view.place();
    return { field: this.current.key, anchor: place?.anchor ?? null, head: place?.head ?? null };
  }

  private go({ field, anchor, head }: Place): void {
    const view = this.fields.get(field);
    if (!view) return;
    view.focusAt(anchor, head);
    view.element.scrollIntoView({ block: "nearest" });
  }

  private focused = ({ target }: FocusEvent): void => {
    const holder = target instanceof Element ? target.closest<HTMLElement>("[data-field]") : null;
    const key = holder?.dataset.field ?? "";
    const view = this.fields.get(key);
    if (!view) return;
    this.current = { key, view };
    this.presence.moved(true);
  };

  private blurred = ({ relatedTarget }: FocusEvent): void => {
    const holder = relatedTarget instanceof Element ? relatedTarget.closest("[data-field]") : null;
    if (holder || relatedTarget instanceof HTMLElement) return;
    this.current = null;
    this.presence.moved(false);
  };

  private moved = (): void => {
    if (this.current) this.presence.moved(true);
  };

  /** The name of the place of a field: its block, or the part of the page. */
  private where(field: string): string {
    const [holder = "", slot = ""] = field.split("/", 2);
    if (holder === "page") return this.page.fields.find((known) => known.slot === slot)?.label ?? "";
    return this.list?.nameOf(holder) ?? "";
  }

  /** Who is here, in the header and at each of the places where they came or left. */
  private paintPeople(touched: Set<string>): void {
    paintPeopleHere(this.presence, (field) => this.where(field));
    for (const key of touched) this.fields.get(key)?.refresh();
    this.list?.refresh(new Set([...touched].map((key) => key.split("/", 1)[0] ?? "")));
  }

  private paintHistory(): void {
    byId<HTMLButtonElement>("annuler").disabled = !this.editable || !this.history?.canUndo;
    byId<HTMLButtonElement>("retablir").disabled = !this.editable || !this.history?.canRedo;
  }
}

/** These moments and now, without those that are long past. */
function lately(moments: number[]): number[] {
  const now = Date.now();
  return [...moments.filter((at) => now - at < LATELY), now];
}
