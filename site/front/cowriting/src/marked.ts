/** Passages that wait for an answer, lightly marked in a rich field; never in the document. */
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { absolutePositionToRelativePosition, relativePositionToAbsolutePosition, ySyncPluginKey } from "@tiptap/y-tiptap";
import * as Y from "yjs";

import { locate } from "./passages";

/** A remark that is open, on words of a block. */
export interface Mark {
  remark: number;
  block: string;
  quote: string;
  prefix: string;
}

/** Both ends of a passage as places of the document, which follow what anybody writes. */
interface Ends {
  quote: string;
  from: Y.RelativePosition;
  to: Y.RelativePosition;
}

const KEY = new PluginKey<DecorationSet>("marked");
type State = Parameters<NonNullable<Plugin["spec"]["state"]>["apply"]>[3];

/** Draws `marks()`; a transaction with the meta `marked` looks for their words again. */
export function marked(fragment: Y.XmlFragment, marks: () => Mark[]): Plugin {
  const known = new Map<number, Ends>();
  return new Plugin<DecorationSet>({
    key: KEY,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, drawn, _before, state) => {
        const synced = tr.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined;
        // What others write takes the place of everything, also of what was drawn.
        if (tr.getMeta("marked") || synced?.isChangeOrigin) return draw(fragment, marks(), known, state);
        return drawn.map(tr.mapping, tr.doc);
      },
    },
    props: { decorations: (state) => KEY.getState(state) },
  });
}

function draw(fragment: Y.XmlFragment, marks: Mark[], known: Map<number, Ends>, state: State): DecorationSet {
  const { binding } = (ySyncPluginKey.getState(state) ?? {}) as { binding?: { mapping: never } };
  if (!binding || !fragment.doc || !marks.length) return DecorationSet.empty;
  const { mapping } = binding;
  const words = wordsOf(state.doc);
  const drawn: Decoration[] = [];
  for (const mark of marks) {
    const [from, to] = standing(fragment, known.get(mark.remark), mark, mapping) ?? find(fragment, mark, words, known, mapping) ?? [0, 0];
    if (from < to) drawn.push(Decoration.inline(from, to, { class: "remarked", "data-remark": String(mark.remark) }));
  }
  return DecorationSet.create(state.doc, drawn);
}

function standing(fragment: Y.XmlFragment, ends: Ends | undefined, mark: Mark, mapping: never): [number, number] | null {
  if (!ends || ends.quote !== mark.quote || !fragment.doc) return null;
  const [from, to] = [ends.from, ends.to].map((end) => relativePositionToAbsolutePosition(fragment.doc as Y.Doc, fragment, end, mapping));
  return typeof from === "number" && typeof to === "number" && from < to ? [from, to] : null;
}

function find(fragment: Y.XmlFragment, mark: Mark, { text, places }: Words, known: Map<number, Ends>, mapping: never): [number, number] | null {
  known.delete(mark.remark);
  const found = locate(text, mark.quote, mark.prefix);
  if (!found) return null;
  const from = places[found[0]] ?? 0;
  const to = (places[found[1] - 1] ?? 0) + 1;
  const [one, two] = [from, to].map((at) => absolutePositionToRelativePosition(at, fragment, mapping) as Y.RelativePosition) as [Y.RelativePosition, Y.RelativePosition];
  known.set(mark.remark, { quote: mark.quote, from: one, to: two });
  return [from, to];
}

interface Words {
  text: string;
  /** Where each letter of `text` stands in the editor. */
  places: number[];
}

function wordsOf(doc: Node): Words {
  let text = "";
  const places: number[] = [];
  doc.descendants((node, at) => {
    for (let letter = 0; letter < (node.text?.length ?? 0); letter++) places.push(at + letter);
    text += node.text ?? "";
  });
  return { text, places };
}
