/** The carets of the others in a rich field, dressed by classes alone. */
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { relativePositionToAbsolutePosition, ySyncPluginKey } from "@tiptap/y-tiptap";
import * as Y from "yjs";

import { el } from "./dom";

export interface Caret {
  client: number;
  name: string;
  tone: string;
  anchor: unknown;
  head: unknown;
}

const KEY = new PluginKey<DecorationSet>("carets");

/** A plugin that draws `others()`; a transaction with the meta `carets` draws anew. */
export function carets(fragment: Y.XmlFragment, others: () => Caret[]): Plugin {
  return new Plugin<DecorationSet>({
    key: KEY,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, drawn, _before, state) => {
        const synced = tr.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined;
        if (tr.getMeta("carets") || synced?.isChangeOrigin) return draw(fragment, others(), state);
        return drawn.map(tr.mapping, tr.doc);
      },
    },
    props: { decorations: (state) => KEY.getState(state) },
  });
}

type State = Parameters<NonNullable<Plugin["spec"]["state"]>["apply"]>[3];

function draw(fragment: Y.XmlFragment, others: Caret[], state: State): DecorationSet {
  const synced = ySyncPluginKey.getState(state) as { binding?: { mapping: never } } | undefined;
  const mapping = synced?.binding?.mapping;
  if (!mapping || !fragment.doc) return DecorationSet.empty;
  const drawn: Decoration[] = [];
  for (const caret of others) {
    const [anchor, head] = [caret.anchor, caret.head].map((place) => absolute(fragment, place, mapping, state.doc.content.size));
    if (head === null || head === undefined) continue;
    drawn.push(Decoration.widget(head, () => mark(caret), { key: `${caret.client}-${caret.name}`, side: 10 }));
    if (anchor !== null && anchor !== undefined && anchor !== head)
      drawn.push(Decoration.inline(Math.min(anchor, head), Math.max(anchor, head), { class: "caret-range", "data-tone": caret.tone }));
  }
  return DecorationSet.create(state.doc, drawn);
}

function absolute(fragment: Y.XmlFragment, place: unknown, mapping: never, size: number): number | null {
  if (!place || !fragment.doc) return null;
  try {
    const found = relativePositionToAbsolutePosition(fragment.doc, fragment, Y.createRelativePositionFromJSON(place), mapping);
    return found === null ? null : Math.min(found, Math.max(0, size - 1));
  } catch {
    return null;
  }
}

/** A caret with its name, to stand between two letters. */
export function mark({ name, tone }: Caret): HTMLElement {
  const label = el("span", { class: "caret-name" }, name);
  // Near the end of a line the name stands before the caret, so that it stays on the page.
  requestAnimationFrame(() => label.toggleAttribute("data-flip", label.getBoundingClientRect().right > document.documentElement.clientWidth - 12));
  return el("span", { class: "caret", "data-tone": tone, "aria-hidden": "true" }, label);
}
