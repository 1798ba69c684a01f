/** Binds a text area to a shared text: what is typed becomes the smallest change. */
import * as Y from "yjs";

import { LOCAL } from "./model";

type Delta = { retain?: number; insert?: unknown; delete?: number }[];

export interface Edit {
  at: number;
  gone: number;
  words: string;
}

const isLow = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

/**
 * The smallest edit that makes `after` of `before`; where several would, the one that
 * ends at `caret`, the place where one typed. Never cuts a character in two.
 */
export function editBetween(before: string, after: string, caret: number): Edit {
  const shorter = Math.min(before.length, after.length);
  let suffix = 0;
  const most = Math.min(shorter, after.length - Math.min(caret, after.length));
  while (suffix < most && before.at(-1 - suffix) === after.at(-1 - suffix)) suffix++;
  let prefix = 0;
  while (prefix < shorter - suffix && before[prefix] === after[prefix]) prefix++;
  while (suffix < shorter - prefix && before.at(-1 - suffix) === after.at(-1 - suffix)) suffix++;
  if (prefix && splits(before, prefix, after)) prefix--;
  if (suffix && (splitsEnd(before, suffix) || splitsEnd(after, suffix))) suffix--;
  return { at: prefix, gone: before.length - prefix - suffix, words: after.slice(prefix, after.length - suffix) };
}

function splits(before: string, at: number, after: string): boolean {
  return isLow(before.charCodeAt(at)) || isLow(after.charCodeAt(at));
}

function splitsEnd(words: string, suffix: number): boolean {
  return isLow(words.charCodeAt(words.length - suffix));
}

/** Where the place `at` of a text stands after `delta`; typing at it pushes it with `push`. */
export function through(delta: Delta, at: number, push: boolean): number {
  let seen = 0;
  let place = at;
  for (const { retain, insert, delete: gone } of delta) {
    if (retain) seen += retain;
    else if (typeof insert === "string") {
      if (seen < place || (push && seen === place)) place += insert.length;
      seen += insert.length;
    } else if (gone && seen < place) place -= Math.min(gone, place - seen);
  }
  return place;
}

/**
 * A text area that writes to a shared text and follows it. While a composition runs
 * (accents, ideograms, dictation) nothing is put into the area; what came meanwhile is
 * joined at its end, and what is composed when the area goes is written first.
 */
export class PlainBinding {
  private synced = "";
  private composing = false;
  private missed: Delta[] = [];
  private writing = false;

  /** `make` gives the text where nobody wrote yet: it is asked for with the first words. */
  constructor(
    readonly area: HTMLTextAreaElement,
    private text: Y.Text | null,
    private onChange: () => void,
    private oneLine: boolean,
    private make: () => Y.Text | null = () => null,
  ) {
    this.synced = text?.toString() ?? "";
    area.value = this.synced;
    area.addEventListener("input", this.onInput);
    area.addEventListener("compositionstart", this.onStart);
    area.addEventListener("compositionend", this.onEnd);
    text?.observe(this.onText);
    onChange();
  }

  /** Follows the text that somebody made meanwhile. */
  adopt(text: Y.Text): void {
    if (this.text) return;
    this.text = text;
    text.observe(this.onText);
    this.follow([{ insert: text.toString() }]);
  }

  destroy(): void {
    if (this.composing) this.onEnd();
    this.area.removeEventListener("input", this.onInput);
    this.area.removeEventListener("compositionstart", this.onStart);
    this.area.removeEventListener("compositionend", this.onEnd);
    this.text?.unobserve(this.onText);
  }

  /** Where the caret and the other end of the selection are, for the others. */
  place(): { anchor: unknown; head: unknown } | null {
    const { text } = this;
    if (!text) return null;
    const { selectionStart, selectionEnd, selectionDirection } = this.area;
    const [anchor, head] = selectionDirection === "backward" ? [selectionEnd, selectionStart] : [selectionStart, selectionEnd];
    const relative = (at: number): unknown => Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, at));
    return { anchor: relative(anchor), head: relative(head) };
  }

  /** Puts the caret where a place of the document is now. */
  focusAt(anchor: unknown, head: unknown): void {
    this.area.focus();
    const [one, two] = [this.indexOf(anchor), this.indexOf(head)];
    if (one === null || two === null) return;
    this.area.setSelectionRange(Math.min(one, two), Math.max(one, two), two < one ? "backward" : "forward");
  }

  /** How many characters stand before a place of the document; null for none in this text. */
  indexOf(relative: unknown): number | null {
    const doc = this.text?.doc;
    if (!relative || !doc) return null;
    const found = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(relative), doc);
    return found?.type === this.text ? found.index : null;
  }

  private onStart = (): void => {
    this.composing = true;
    this.missed = [];
  };

  private onEnd = (): void => {
    this.composing = false;
    this.write();
  };

  private onInput = (): void => {
    if (!this.composing) this.write();
    else this.onChange();
  };

  private write(): void {
    const typed = this.typed();
    const edit = editBetween(this.synced, typed, this.area.selectionEnd);
    let [from, to] = [edit.at, edit.at + edit.gone];
    for (const delta of this.missed) [from, to] = [through(delta, from, edit.gone > 0), through(delta, to, false)];
    this.put(from, to, edit.words);
    const [caret, missed] = [edit.at + edit.words.length, this.missed.length > 0];
    this.missed = [];
    this.synced = this.text?.toString() ?? "";
    if (this.area.value !== this.synced) this.show(missed ? from + edit.words.length : Math.min(caret, this.synced.length));
    this.onChange();
  }

  private put(from: number, to: number, words: string): void {
    if (to === from && !words) return;
    this.writing = true;
    if (!this.text) {
      const made = this.make();
      if (made) this.adopt(made);
    }
    const { text } = this;
    text?.doc?.transact(() => {
      if (to > from) text.delete(from, to - from);
      if (words) text.insert(from, words);
    }, LOCAL);
    this.writing = false;
  }

  /** What the area holds, on one line where the field has but one. */
  private typed(): string {
    const value = this.area.value.replaceAll("\r\n", "\n");
    return this.oneLine ? value.replaceAll("\n", " ") : value;
  }

  private onText = (event: Y.YTextEvent): void => {
    if (!this.writing) this.follow(event.delta as Delta);
  };

  /** Puts what others changed into the area, around what one selects in it. */
  private follow(delta: Delta): void {
    if (this.writing) return;
    if (this.composing) {
      this.missed.push(delta);
      return;
    }
    this.synced = this.text?.toString() ?? "";
    let at = 0;
    for (const { retain, insert, delete: gone } of delta) {
      if (retain) at += retain;
      else if (gone) this.area.setRangeText("", at, at + gone, "preserve");
      else if (typeof insert === "string") {
        this.area.setRangeText(insert, at, at, "preserve");
        at += insert.length;
      }
    }
    if (this.area.value !== this.synced) this.area.value = this.synced;
    this.onChange();
  }

  private show(caret: number): void {
    this.area.value = this.synced;
    if (document.activeElement === this.area) this.area.setSelectionRange(caret, caret);
  }
}
