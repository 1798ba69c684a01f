/** Whether everything typed is safe: words in the header, and for those who listen. */
import type { Announcer } from "./announcer";
import { byId } from "./dom";
import { say } from "./page";
import type { Standing } from "./provider";

/** Milliseconds without a change before all is called saved again: keys are closer. */
const REST = 400;
/** Milliseconds that a line may take to come back before anybody is told. */
const HITCH = 1_000;
/** Milliseconds that the browser may take to keep what is typed without a line. */
const KEEPING = 500;

export class Status {
  private line = byId("etat");
  private shown = "";
  private next = "";
  private timer = 0;
  private standing: Standing = "connecting";
  private unsaved = 0;
  private kept = true;
  private everOnline = false;
  private broken = true;

  constructor(private announcer: Announcer) {}

  /** `kept`: whether the browser holds all that is unsaved. */
  set(standing: Standing, unsaved: number, kept: boolean): void {
    this.standing = standing;
    this.unsaved = unsaved;
    this.kept = kept;
    this.line.dataset.kept = String(kept);
    this.everOnline ||= standing === "online";
    // What is typed is unsaved from its first letter on, whatever is waited for besides.
    if (unsaved && this.shown === "saved") this.paint("saving");
    const { words } = this;
    const wait = this.patience(words);
    if (!wait || words === this.shown) {
      this.waitFor("", 0);
      this.paint(words);
    } else this.waitFor(this.name, wait);
  }

  /** A state that is waited for already is not waited for anew. */
  private waitFor(name: string, wait: number): void {
    if (name === this.next) return;
    this.next = name;
    clearTimeout(this.timer);
    if (!name) return;
    this.timer = window.setTimeout(() => {
      this.next = "";
      this.paint(this.words);
    }, wait);
  }

  private patience(words: string): number {
    if (words === "saved") return this.shown === "saving" ? REST : 0;
    if (words === "offline_unkept") return KEEPING;
    return this.name === "offline" && !this.shown.startsWith("offline") ? HITCH : 0;
  }

  private get name(): string {
    if (this.standing === "ended") return "ended";
    if (this.standing === "online") return this.unsaved ? "saving" : "saved";
    return this.everOnline ? "offline" : "connecting";
  }

  private get words(): string {
    if (this.name !== "offline") return this.name;
    if (!this.unsaved) return "offline_safe";
    return this.kept ? "offline" : "offline_unkept";
  }

  private paint(words: string): void {
    if (words === this.shown) return;
    this.shown = words;
    this.line.dataset.state = words.replace(/_.*/, "");
    this.line.textContent = say(`status_${words}`);
    this.tell(words);
  }

  /** Nobody wants to hear of each key; everybody, of a line that breaks and is mended. */
  private tell(words: string): void {
    const breaks = words.startsWith("offline");
    if (breaks || (this.broken && words === "saved")) this.announcer.say(`${say(`status_${words}`)}.`);
    if (breaks || words === "saved") this.broken = breaks;
  }
}
