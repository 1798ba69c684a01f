/** Where one is on the page, kept while what shows it is made anew. */
import * as Y from "yjs";

import type { FieldView } from "./desk";

/** A caret as places of the document, and as characters for when these are gone. */
interface Caret {
  field: string;
  anchor: unknown;
  head: unknown;
  from: number;
  to: number;
}

/** Something on the page, and how far it stands from the top of the window. */
interface Anchor {
  selector: string;
  top: number;
}

export interface Spot {
  caret: Caret | null;
  /** What has the focus and is no field: a selector. */
  control: string;
  anchor: Anchor | null;
}

/** Where one is now, caret, focus and scroll. */
export function spotNow(fields: Map<string, FieldView>): Spot {
  const active = document.activeElement;
  const key = active?.closest<HTMLElement>("[data-field]")?.dataset.field ?? "";
  const view = fields.get(key);
  const block = active?.closest<HTMLElement>(".block")?.id ?? "";
  return {
    caret: view && active ? { field: key, ...(view.place() ?? { anchor: null, head: null }), ...lettersOf(active) } : null,
    control: !view && block && active?.classList.contains("handle") ? `#${CSS.escape(block)} .handle` : "",
    anchor: (view && within(`[data-field="${CSS.escape(key)}"] :is(textarea, .rich-text)`)) || anchorNow(),
  };
}

/** Puts the caret, the focus and the scroll back, as near as the document still has them. */
export function putBack(spot: Spot, fields: Map<string, FieldView>, doc: Y.Doc): void {
  const { caret } = spot;
  const view = caret ? fields.get(caret.field) : undefined;
  if (caret && view) {
    const known = stands(caret.anchor, doc) && stands(caret.head, doc);
    view.focusAt(known ? caret.anchor : null, known ? caret.head : null);
    if (!known) toLetters(caret);
  } else if (spot.control) document.querySelector<HTMLElement>(spot.control)?.focus();
  if (spot.anchor) hold(spot.anchor);
}

/** The first part of the text that is in the window. */
function anchorNow(): Anchor | null {
  for (const { id } of document.querySelectorAll("#page-title, #page-summary, .block, #page-approach, #page-addressees")) {
    const found = within(`#${CSS.escape(id)}`);
    if (found) return found;
  }
  return null;
}

/** Where that stands, if any of it is in the window. */
function within(selector: string): Anchor | null {
  const bar = document.querySelector(".desk-bar")?.getBoundingClientRect().bottom ?? 0;
  const { top, bottom } = document.querySelector(selector)?.getBoundingClientRect() ?? { top: 0, bottom: 0 };
  return bottom > bar && top < innerHeight ? { selector, top } : null;
}

function hold({ selector, top }: Anchor): void {
  const element = document.querySelector(selector);
  if (element) scrollBy({ top: element.getBoundingClientRect().top - top, behavior: "instant" });
}

function stands(place: unknown, doc: Y.Doc): boolean {
  if (!place) return false;
  try {
    return Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(place), doc) !== null;
  } catch {
    return false;
  }
}

/** The selection in a field, in characters from its beginning. */
function lettersOf(field: Element): { from: number; to: number } {
  if (field instanceof HTMLTextAreaElement) return { from: field.selectionStart, to: field.selectionEnd };
  const chosen = getSelection();
  if (!chosen?.rangeCount || !field.contains(chosen.anchorNode)) return { from: 0, to: 0 };
  const { startContainer, startOffset, endContainer, endOffset } = chosen.getRangeAt(0);
  const until = (node: Node, at: number): number => {
    const range = document.createRange();
    range.selectNodeContents(field);
    range.setEnd(node, at);
    return range.toString().length;
  };
  return { from: until(startContainer, startOffset), to: until(endContainer, endOffset) };
}

function toLetters({ from, to }: Caret): void {
  const field = document.activeElement;
  if (field instanceof HTMLTextAreaElement) return field.setSelectionRange(Math.min(from, field.value.length), Math.min(to, field.value.length));
  if (!(field instanceof HTMLElement) || !field.isContentEditable) return;
  const [start, end] = [letterAt(field, from), letterAt(field, to)];
  if (start && end) getSelection()?.setBaseAndExtent(...start, ...end);
}

/** The text node and offset of the character `at`, or the last of all. */
function letterAt(field: HTMLElement, at: number): [Node, number] | null {
  const walker = document.createTreeWalker(field, NodeFilter.SHOW_TEXT);
  let left = at;
  let last: [Node, number] | null = null;
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    if (left <= node.length) return [node, left];
    left -= node.length;
    last = [node, node.length];
  }
  return last;
}
