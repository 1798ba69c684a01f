/** One cell or heading of a table: a text area on one shared text, made with its first words. */
import type * as Y from "yjs";

import type { Desk } from "./desk";
import { el } from "./dom";
import { noNewLine, TextView } from "./fields";
import { PlainBinding } from "./plain";

export class Cell extends TextView {
  readonly element: HTMLElement;
  protected binding: PlainBinding;

  constructor(desk: Desk, key: string, text: Y.Text | null, make: () => Y.Text) {
    super(desk, key, el("textarea", { rows: 1, onkeydown: noNewLine }));
    this.element = el("div", { class: "slot-box", "data-field": key }, this.area, this.people);
    this.binding = new PlainBinding(this.area, text, () => this.carets.busy && this.refresh(), true, make);
    desk.fields.set(key, this);
    this.refresh();
  }

  /** Says where it stands, and follows a text that others made. */
  update(name: string, text: Y.Text | null): void {
    this.area.setAttribute("aria-label", name);
    if (text) this.binding.adopt(text);
  }

  destroy(): void {
    super.destroy();
    this.desk.fields.delete(this.key);
  }
}
