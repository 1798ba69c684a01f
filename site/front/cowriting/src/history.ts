/** One history for one person over the whole text, whichever field they wrote in. */
import { defaultDeleteFilter, defaultProtectedNodes, ySyncPluginKey } from "@tiptap/y-tiptap";
import * as Y from "yjs";

import { LOCAL, type Model } from "./model";

/** Where one was: a field, and the selection in it as places of the document. */
export interface Place {
  field: string;
  anchor: unknown;
  head: unknown;
}

// A paragraph or item where somebody else wrote since stays when its making is undone.
const SHELTERED = new Set([...defaultProtectedNodes, "listItem", "bulletList", "orderedList"]);

export class History {
  private manager: Y.UndoManager;

  constructor(model: Model, here: () => Place | null, go: (place: Place) => void, private onChange: () => void, private may: () => boolean) {
    this.manager = new Y.UndoManager([model.page, model.blocks], {
      doc: model.doc,
      trackedOrigins: new Set<unknown>([LOCAL, ySyncPluginKey]),
      deleteFilter: (item) => defaultDeleteFilter(item, SHELTERED),
      captureTransaction: (change) => change.meta.get("addToHistory") !== false,
    });
    this.manager.on("stack-item-added", ({ stackItem }: { stackItem: { meta: Map<unknown, unknown> } }) => {
      stackItem.meta.set("place", here());
      onChange();
    });
    this.manager.on("stack-item-popped", ({ stackItem }: { stackItem: { meta: Map<unknown, unknown> } }) => {
      const place = stackItem.meta.get("place") as Place | null;
      if (place) go(place);
      onChange();
    });
  }

  /** Takes back the last thing; nothing where one may not write. */
  undo(): void {
    if (!this.may()) return;
    this.manager.undo();
    this.onChange();
  }

  redo(): void {
    if (!this.may()) return;
    this.manager.redo();
    this.onChange();
  }

  /** What follows is undone apart from what was typed before. */
  cut(): void {
    this.manager.stopCapturing();
  }

  get canUndo(): boolean {
    return this.manager.canUndo();
  }

  get canRedo(): boolean {
    return this.manager.canRedo();
  }

  destroy(): void {
    this.manager.destroy();
  }
}
