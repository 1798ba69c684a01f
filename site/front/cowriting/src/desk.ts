/** What every part of the writing page may ask of the whole. */
import type { History } from "./history";
import type { Model } from "./model";
import type { Page } from "./page";
import type { Passage } from "./passages";
import type { Presence } from "./presence";
import type { Remarks } from "./remarks";

/** One field on the page, under its key `<block>/<slot>` or `page/<name>`. */
export interface FieldView {
  readonly element: HTMLElement;
  focus(): void;
  focusAt(anchor: unknown, head: unknown): void;
  /** Where one's caret is in it, as places of the document. */
  place(): { anchor: unknown; head: unknown } | null;
  setEditable(editable: boolean): void;
  /** Others came, moved or left. */
  refresh(): void;
  /** The words that are selected in it. */
  chosen?(): Passage | null;
  /** Draws anew the passages that remarks are about. */
  remark?(): void;
  destroy(): void;
}

export interface Desk {
  readonly page: Page;
  readonly model: Model;
  readonly presence: Presence;
  readonly history: History;
  readonly editable: boolean;
  readonly fields: Map<string, FieldView>;
  readonly remarks: Remarks | null;
  /** Waits until the server has all that was typed; false where it takes too long. */
  settle(): Promise<boolean>;
  /** Tells the person something that passes, seen and heard. */
  note(name: string, values?: Record<string, string | number>): void;
  /** Heard only, by those who listen. */
  announce(words: string): void;
}
