/** One small editor on one rich field of one block. */
import { Editor, Extension } from "@tiptap/core";
import { Plugin, TextSelection } from "@tiptap/pm/state";
import {
  absolutePositionToRelativePosition,
  initProseMirrorDoc,
  relativePositionToAbsolutePosition,
  ySyncPlugin,
  ySyncPluginKey,
} from "@tiptap/y-tiptap";
import * as Y from "yjs";

import { CARET_ROOM } from "./bar";
import { carets, type Caret } from "./carets";
import { levels } from "./levels";
import { type Mark, marked } from "./marked";
import { type Passage, passage } from "./passages";
import { pasted } from "./paste";
import { SCHEMA } from "./schema";

export interface Asked {
  link(): void;
  undo(): void;
  redo(): void;
  toolbar(): void;
  /** A sentence for the person about what was just pasted. */
  note(name: string): void;
  /** The selection or the marks under it changed. */
  changed(): void;
  others(): Caret[];
  /** The remarks on its words. */
  marks(): Mark[];
}

interface Binding {
  mapping: Map<Y.AbstractType<unknown>, never>;
  type: Y.XmlFragment;
}

export class RichField {
  readonly editor: Editor;
  private mapping: ReturnType<typeof initProseMirrorDoc>["mapping"] | undefined;

  constructor(
    private fragment: Y.XmlFragment,
    place: HTMLElement,
    attributes: Record<string, string>,
    editable: boolean,
    asked: Asked,
  ) {
    this.editor = new Editor({
      element: place,
      editable,
      injectCSS: false,
      // The words at once, and not an empty field into which they are then put.
      onBeforeCreate: ({ editor }) => {
        if (!fragment.length) return;
        const { doc, mapping } = initProseMirrorDoc(fragment, editor.schema);
        editor.options.content = doc as never;
        this.mapping = mapping;
      },
      enableInputRules: true,
      enablePasteRules: false,
      extensions: [...SCHEMA, levels((name) => asked.note(name)), this.shared(asked), this.keys(asked)],
      editorProps: {
        attributes: { role: "textbox", "aria-multiline": "true", class: "rich-text", ...attributes },
        scrollThreshold: CARET_ROOM,
        scrollMargin: CARET_ROOM,
        transformPastedHTML: (html) => pasted(html, (name) => asked.note(name)),
      },
      onSelectionUpdate: () => asked.changed(),
      onTransaction: () => asked.changed(),
    });
  }

  destroy(): void {
    this.editor.destroy();
  }

  /** Draws the others' carets again. */
  refresh(): void {
    const { view } = this.editor;
    view.dispatch(view.state.tr.setMeta("carets", true).setMeta("addToHistory", false));
  }

  /** Draws the passages of remarks again. */
  remark(): void {
    const { view } = this.editor;
    view.dispatch(view.state.tr.setMeta("marked", true).setMeta("addToHistory", false));
  }

  /** The words that are selected, with what stands around them. */
  chosen(): Passage | null {
    const { doc, selection } = this.editor.state;
    const words = (from: number, to: number): string => doc.textBetween(from, to, "\n", "\n");
    const before = words(0, selection.from);
    const all = before + words(selection.from, selection.to);
    return passage(all + words(selection.to, doc.content.size), before.length, all.length);
  }

  place(): { anchor: unknown; head: unknown } | null {
    const { state } = this.editor;
    const binding = bindingOf(this.editor);
    if (!binding) return null;
    const relative = (at: number): unknown =>
      Y.relativePositionToJSON(absolutePositionToRelativePosition(at, this.fragment, binding.mapping as never));
    return { anchor: relative(state.selection.anchor), head: relative(state.selection.head) };
  }

  focusAt(anchor: unknown, head: unknown): void {
    const [one, two] = [this.absolute(anchor), this.absolute(head)];
    const { view, state } = this.editor;
    if (one !== null && two !== null) {
      const bound = (at: number): number => Math.max(0, Math.min(at, state.doc.content.size));
      view.dispatch(state.tr.setSelection(TextSelection.between(state.doc.resolve(bound(one)), state.doc.resolve(bound(two)))));
    }
    view.focus();
  }

  private absolute(relative: unknown): number | null {
    const binding = bindingOf(this.editor);
    if (!binding || !relative || !this.fragment.doc) return null;
    const position = Y.createRelativePositionFromJSON(relative);
    return relativePositionToAbsolutePosition(this.fragment.doc, this.fragment, position, binding.mapping as never);
  }

  /** The document's own part: no history here, since undoing belongs to the whole text. */
  private shared(asked: Asked): Extension {
    const { fragment } = this;
    return Extension.create({
      name: "shared",
      priority: 1000,
      addProseMirrorPlugins: () => [
        ySyncPlugin(fragment, { mapping: this.mapping }) as Plugin,
        carets(fragment, () => asked.others()),
        marked(fragment, () => asked.marks()),
      ],
    });
  }

  private keys(asked: Asked): Extension {
    const did = (act: () => void) => () => {
      act();
      return true;
    };
    return Extension.create({
      name: "keys",
      priority: 900,
      addKeyboardShortcuts: () => ({
        "Mod-k": did(asked.link),
        "Mod-z": did(asked.undo),
        "Mod-y": did(asked.redo),
        "Shift-Mod-z": did(asked.redo),
        "Alt-F10": did(asked.toolbar),
      }),
    });
  }
}

export function bindingOf(editor: { state: { [key: string]: unknown } } | Editor): Binding | null {
  const state = ySyncPluginKey.getState((editor as Editor).state) as { binding?: Binding } | undefined;
  return state?.binding ?? null;
}
