/** A table as a grid of small fields; what one takes out stays in the document. */
import * as Y from "yjs";

import { Cell } from "./cell";
import type { Desk, FieldView } from "./desk";
import { el, fill, hidden, tool } from "./dom";
import type { Block, Column, Row } from "./model";
import { type Field, say } from "./page";

type Part = "columns" | "rows";

/** The grid as it is drawn: what stays is never drawn again, so that nobody is interrupted. */
export class TableField implements FieldView {
  readonly element: HTMLElement;
  private heads = el("tr");
  private body = el("tbody");
  private corner = el("td", { class: "grid-end" }, hidden(say("row_tools")));
  private addRow: HTMLButtonElement;
  private cells = new Map<string, Cell>();
  private boxes = new Map<string, HTMLElement>();
  private removers = new Map<string, HTMLButtonElement>();

  constructor(
    private desk: Desk,
    private key: string,
    field: Field,
    private block: Block,
  ) {
    const { model } = desk;
    const grid = el("table", { class: "grid" }, el("thead", {}, this.heads), this.body);
    const scroll = el("div", { class: "wide", tabindex: 0, role: "group", "aria-label": field.label }, grid);
    const more = (words: string, act: () => void): HTMLButtonElement => el("button", { type: "button", class: "quiet-button edits", onclick: act }, words);
    this.addRow = more(say("add_row"), () => model.addRow(block));
    this.element = el(
      "div",
      { class: "slot", "data-kind": "table", "data-slot": field.slot },
      scroll,
      el("p", { class: "grid-tools" }, this.addRow, more(say("add_column"), () => model.addColumn(block))),
    );
    this.block.observeDeep(this.follow);
    this.draw();
  }

  focus(): void {
    this.cells.values().next().value?.focus();
  }

  focusAt(): void {
    this.focus();
  }

  place(): null {
    return null;
  }

  setEditable(editable: boolean): void {
    this.element.toggleAttribute("data-still", !editable);
    for (const cell of this.cells.values()) cell.setEditable(editable);
  }

  refresh(): void {
    for (const cell of this.cells.values()) cell.refresh();
  }

  destroy(): void {
    this.block.unobserveDeep(this.follow);
    for (const cell of this.cells.values()) cell.destroy();
  }

  private follow = (events: Y.YEvent<Y.AbstractType<unknown>>[]): void => {
    if (events.some(({ target, path }) => target === this.block || (target instanceof Y.Map && ["columns", "rows"].includes(String(path[0]))))) this.draw();
  };

  private draw(): void {
    const { model } = this.desk;
    const [columns, rows] = [model.columns(this.block), model.rows(this.block)];
    const seen = new Set<string>();
    fill(this.heads, [...columns.map((column, rank) => this.head(column, rank, seen)), this.corner]);
    fill(this.body, rows.map((row, rank) => this.line(row, rank, columns, seen)));
    for (const known of [this.cells, this.boxes, this.removers]) for (const id of [...known.keys()]) if (!seen.has(id)) this.forget(id);
  }

  private forget(id: string): void {
    this.cells.get(id)?.destroy();
    for (const known of [this.cells, this.boxes, this.removers]) known.delete(id);
  }

  private head({ id, heading }: Column, rank: number, seen: Set<string>): HTMLElement {
    const cell = this.cell(`heading:${id}`, say("cell_heading", { column: rank + 1 }), heading, () => heading, seen);
    const box = this.box(`heading:${id}`, () => el("th", { scope: "col" }));
    fill(box, [cell, this.remover("columns", id, say("remove_column", { column: rank + 1 }), seen)]);
    return box;
  }

  private line(row: Row, rank: number, columns: Column[], seen: Set<string>): HTMLElement {
    const { model } = this.desk;
    const cells = columns.map(({ id }, place) => {
      const [first = null, ...more] = model.cell(row, id);
      const name = say("cell_name", { column: place + 1, row: rank + 1 });
      const key = `${row.id}:${id}`;
      seen.add(key);
      const made = [first, ...more].map((text, nth) => this.cell(`${key}:${nth}`, name, text, () => model.ensureCell(row, id), seen));
      const box = this.box(key, () => el("td"));
      fill(box, made);
      return box;
    });
    const end = this.box(`end:${row.id}`, () => el("td", { class: "grid-end" }));
    fill(end, [this.remover("rows", row.id, say("remove_row", { row: rank + 1 }), seen)]);
    const line = this.box(`row:${row.id}`, () => el("tr"));
    for (const id of [`end:${row.id}`, `row:${row.id}`]) seen.add(id);
    fill(line, [...cells, end]);
    return line;
  }

  private box(id: string, make: () => HTMLElement): HTMLElement {
    const box = this.boxes.get(id) ?? make();
    this.boxes.set(id, box);
    return box;
  }

  private cell(id: string, name: string, text: Y.Text | null, make: () => Y.Text, seen: Set<string>): HTMLElement {
    const cell = this.cells.get(id) ?? new Cell(this.desk, `${this.key}:${id}`, text, make);
    this.cells.set(id, cell);
    seen.add(id);
    cell.update(name, text);
    return cell.element;
  }

  private remover(part: Part, id: string, words: string, seen: Set<string>): HTMLElement {
    const key = `${part}:${id}`;
    const button = this.removers.get(key) ?? tool("close", words, () => this.remove(part, id));
    button.classList.add("edits");
    this.removers.set(key, button);
    seen.add(key);
    button.title = words;
    button.lastElementChild?.replaceChildren(words);
    return button;
  }

  /** Takes a line out; the focus goes to the same button of the one that takes its place. */
  private remove(part: Part, id: string): void {
    const { model } = this.desk;
    const order = (): string[] => (part === "columns" ? model.columns(this.block) : model.rows(this.block)).map((each) => each.id);
    const at = order().indexOf(id);
    model.discardFrom(this.block, part, id);
    const left = order();
    const next = left[Math.min(at, left.length - 1)];
    (next ? this.removers.get(`${part}:${next}`) : this.addRow)?.focus();
  }
}
