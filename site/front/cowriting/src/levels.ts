/** How deep lists go in lists: as deep as the server keeps them, and no deeper. */
import { Extension } from "@tiptap/core";
import { Fragment, type Node, type ResolvedPos, Slice } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { ySyncPluginKey } from "@tiptap/y-tiptap";

/** The same bound as the server's `cowriting/document/richtext.py`. */
export const DEEPEST = 5;

const isList = ({ type }: Node): boolean => type.name === "bulletList" || type.name === "orderedList";

/** How many lists stand around each other in `holder` at most. */
export function deepest(holder: Node | Fragment): number {
  let found = 0;
  holder.forEach((child) => {
    if (!child.isTextblock) found = Math.max(found, deepest(child) + (isList(child) ? 1 : 0));
  });
  return found;
}

function levelAt(place: ResolvedPos): number {
  let level = 0;
  for (let depth = 1; depth <= place.depth; depth++) if (isList(place.node(depth))) level++;
  return level;
}

/** The same words, with at most `room` lists around each other. */
export function flattened(slice: Slice, room: number): Slice {
  if (deepest(slice.content) <= room) return slice;
  return Slice.maxOpen(Fragment.from(shallow(slice.content, room)), true);
}

function shallow(nodes: Fragment, room: number): Node[] {
  return children(nodes).flatMap((node) => {
    if (node.type.name === "listItem") return items(node, room);
    if (!isList(node)) return [node];
    // Where no list has room, the words of its items are paragraphs.
    if (room <= 0) return children(node.content).flatMap((item) => shallow(item.content, 0));
    return [node.copy(Fragment.from(children(node.content).flatMap((item) => items(item, room - 1))))];
  });
}

/** One item; without room for a list in it, the items of its lists follow it. */
function items(item: Node, room: number): Node[] {
  if (room > 0) return [item.copy(Fragment.from(shallow(item.content, room)))];
  const made: Node[] = [];
  let held: Node[] = [];
  const close = (): void => {
    if (held.length) made.push(item.type.create(made.length ? null : item.attrs, held));
    held = [];
  };
  for (const child of children(item.content)) {
    if (!isList(child)) held.push(child);
    else {
      close();
      made.push(...children(child.content).flatMap((inner) => items(inner, 0)));
    }
  }
  close();
  return made;
}

function children(nodes: Fragment): Node[] {
  const found: Node[] = [];
  nodes.forEach((node) => void found.push(node));
  return found;
}

/** Keeps one's own changes within the bound, and says so; what others wrote comes in as it is. */
export function levels(note: (name: string) => void): Extension {
  return Extension.create({
    name: "levels",
    addProseMirrorPlugins: () => [
      new Plugin({
        filterTransaction: (tr, state) => {
          if (!tr.docChanged || tr.getMeta(ySyncPluginKey)) return true;
          const level = deepest(tr.doc);
          if (level <= DEEPEST || level <= deepest(state.doc)) return true;
          note("list_too_deep");
          return false;
        },
        props: {
          transformPasted: (slice: Slice, view: EditorView) => {
            const kept = flattened(slice, DEEPEST - levelAt(view.state.selection.$from));
            if (kept !== slice) note("list_flattened");
            return kept;
          },
        },
      }),
    ],
  });
}
