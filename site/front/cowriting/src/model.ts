/** The shared document as blocks: the browser's side of `cowriting/document/shape.py`. */
import * as Y from "yjs";

import { between } from "./ordering";
import type { Page } from "./page";

/** The origin of every change that this person makes outside of a rich field. */
export const LOCAL = Symbol("local");

/**
 * The origin of what makes room for words: undoing never takes it back, since others may
 * have written there since. What is made is made as deleted, then shown by a change that
 * can be undone.
 */
const MAKING = Symbol("making");

/** The slot under which a table's field is known. */
const GRID_SLOT = "rows";

export type Block = Y.Map<unknown>;

export interface Placed {
  id: string;
  block: Block;
  type: string;
  order: string;
  deleted: boolean;
}

export interface Column {
  id: string;
  heading: Y.Text;
}

export interface Row {
  id: string;
  cells: Y.Map<unknown>;
}

export class Model {
  readonly page: Y.Map<unknown>;
  readonly blocks: Y.Map<unknown>;

  constructor(
    readonly doc: Y.Doc,
    private shape: Page,
  ) {
    this.page = doc.getMap("page");
    this.blocks = doc.getMap("blocks");
  }

  transact(change: () => void): void {
    this.doc.transact(change, LOCAL);
  }

  private make(change: () => void): void {
    this.doc.transact(change, MAKING);
  }

  // -- Reading --------------------------------------------------------------------------

  /** Every block, the deleted ones too, in reading order. */
  all(): Placed[] {
    const placed: Placed[] = [];
    for (const [id, value] of this.blocks.entries()) if (value instanceof Y.Map) placed.push(placedAs(id, value));
    return placed.sort((one, two) => compare(one.order, two.order) || compare(one.id, two.id));
  }

  standing(): Placed[] {
    return this.all().filter((placed) => !placed.deleted);
  }

  find(id: string): Block | null {
    const block = this.blocks.get(id);
    return block instanceof Y.Map ? block : null;
  }

  text(holder: Y.Map<unknown>, slot: string): Y.Text | null {
    const text = holder.get(slot);
    return text instanceof Y.Text && !(text instanceof Y.XmlText) ? text : null;
  }

  fragment(block: Block): Y.XmlFragment | null {
    const text = block.get("text");
    return text instanceof Y.XmlFragment ? text : null;
  }

  // -- Writing --------------------------------------------------------------------------

  /** A new block of `type` after the block `after`, or first; its id. */
  add(type: string, after: string | null): string {
    const id = crypto.randomUUID();
    const block: Block = new Y.Map();
    const fields = this.shape.types.find(({ name }) => name === type)?.fields ?? [];
    this.make(() => {
      this.blocks.set(id, block);
      block.set("type", type);
      block.set("order", this.key(after, id));
      block.set("deleted", true);
      block.set("text", new Y.XmlFragment());
      for (const slot of this.shape.slots) block.set(slot, new Y.Text());
      for (const { slot, kind, initial } of fields) if (kind === "option" && initial) block.set(slot, initial);
      if (this.hasTable(type)) this.makeTable(block);
    });
    this.discard(id, false);
    return id;
  }

  /** Writes where the block stands, and nothing else. */
  move(id: string, after: string | null): void {
    const block = this.find(id);
    if (block) this.transact(() => block.set("order", this.key(after, id)));
  }

  /** Writes the type, and nothing of the words; a table gets its grid with its first life as one. */
  retype(id: string, type: string): void {
    const block = this.find(id);
    if (!block || block.get("type") === type) return;
    if (this.hasTable(type) && !this.isGrid(block)) this.make(() => this.makeTable(block));
    this.transact(() => block.set("type", type));
  }

  private hasTable(type: string): boolean {
    return this.shape.types.find(({ name }) => name === type)?.fields.some(({ kind }) => kind === "table") ?? false;
  }

  /** Whether the table of this block is in the document: one that is not is carried along. */
  isGrid(block: Block): boolean {
    return block.get("columns") instanceof Y.Map && block.get("rows") instanceof Y.Map;
  }

  discard(id: string, gone: boolean): void {
    const block = this.find(id);
    if (block) this.transact(() => block.set("deleted", gone));
  }

  choose(id: string, slot: string, value: unknown): void {
    const block = this.find(id);
    if (block && block.get(slot) !== value) this.transact(() => block.set(slot, value));
  }

  /** The text of a slot, made when an older document lacks it. */
  ensureText(holder: Y.Map<unknown>, slot: string): Y.Text {
    const found = this.text(holder, slot);
    if (found) return found;
    const made = new Y.Text();
    this.make(() => holder.set(slot, made));
    return made;
  }

  /** A key between the standing block `after` and the one that follows, `moved` aside. */
  private key(after: string | null, moved = ""): string {
    const all = this.all().filter(({ id }) => id !== moved);
    const at = after ? all.findIndex(({ id }) => id === after) : -1;
    return between(all[at]?.order ?? "", all[at + 1]?.order ?? "", this.doc.clientID);
  }

  // -- Tables ---------------------------------------------------------------------------

  columns(block: Block): Column[] {
    const columns: Column[] = [];
    for (const { id, value } of ordered(block.get("columns"))) {
      const heading = this.text(value, "heading");
      if (heading) columns.push({ id, heading });
    }
    return columns;
  }

  rows(block: Block): Row[] {
    const rows: Row[] = [];
    for (const { id, value } of ordered(block.get("rows"))) {
      const cells = value.get("cells");
      if (cells instanceof Y.Map) rows.push({ id, cells });
    }
    return rows;
  }

  /** The texts of one cell, in the order in which they are joined. */
  cell(row: Row, column: string): Y.Text[] {
    const keys = [...row.cells.keys()].filter((key) => key.startsWith(`${column}@`)).sort(compare);
    return keys.map((key) => row.cells.get(key)).filter((text): text is Y.Text => text instanceof Y.Text);
  }

  /** The first text of a cell, made where nobody wrote yet. */
  ensureCell(row: Row, column: string): Y.Text {
    const found = this.cell(row, column)[0];
    if (found) return found;
    const made = new Y.Text();
    this.make(() => row.cells.set(`${column}@${this.doc.clientID}`, made));
    return made;
  }

  /** The words of a grid, a line for each row that has some. */
  gridWords(block: Block): string {
    const columns = this.columns(block);
    const lines = [columns.map(({ heading }) => heading.toString()), ...this.rows(block).map((row) => columns.map(({ id }) => this.cell(row, id).join("")))];
    return lines.map((cells) => cells.map((words) => words.trim()).filter(Boolean).join(" | ")).filter(Boolean).join("\n");
  }

  /** The words of a block by slot, those of its table under the slot of the table. */
  wordsOf(block: Block): Map<string, string> {
    const found = new Map(["text", ...this.shape.slots].map((slot) => [slot, plainWords(block.get(slot)).trim()]));
    found.set(GRID_SLOT, this.gridWords(block));
    return new Map([...found].filter(([, words]) => words));
  }

  addColumn(block: Block): string {
    const column = new Y.Map();
    const id = this.addTo(block, "columns", column);
    this.make(() => column.set("heading", new Y.Text()));
    this.transact(() => column.set("deleted", false));
    return id;
  }

  addRow(block: Block): string {
    const row = new Y.Map();
    const id = this.addTo(block, "rows", row);
    this.make(() => row.set("cells", new Y.Map()));
    this.transact(() => row.set("deleted", false));
    return id;
  }

  private addTo(block: Block, part: "columns" | "rows", made: Y.Map<unknown>): string {
    const id = crypto.randomUUID();
    this.make(() => {
      const parts = this.tableMap(block, part);
      made.set("order", this.lastKey(parts));
      made.set("deleted", true);
      parts.set(id, made);
    });
    return id;
  }

  /** Takes a column or a row out of the table; its words stay in the document. */
  discardFrom(block: Block, part: "columns" | "rows", id: string): void {
    const found = (block.get(part) as Y.Map<unknown> | undefined)?.get(id);
    if (found instanceof Y.Map) this.transact(() => found.set("deleted", true));
  }

  private makeTable(block: Block): void {
    block.set("columns", new Y.Map());
    block.set("rows", new Y.Map());
    for (let count = 0; count < 2; count++) this.addColumn(block);
    for (let count = 0; count < 2; count++) this.addRow(block);
  }

  private tableMap(block: Block, part: "columns" | "rows"): Y.Map<unknown> {
    const found = block.get(part);
    if (found instanceof Y.Map) return found;
    const made = new Y.Map<unknown>();
    block.set(part, made);
    return made;
  }

  private lastKey(parts: Y.Map<unknown>): string {
    const last = ordered(parts, true).at(-1)?.order ?? "";
    return between(last, "", this.doc.clientID);
  }
}

export function compare(one: string, two: string): number {
  return one < two ? -1 : one > two ? 1 : 0;
}

function placedAs(id: string, block: Block): Placed {
  return {
    id,
    block,
    type: String(block.get("type") ?? ""),
    order: String(block.get("order") ?? ""),
    deleted: block.get("deleted") === true,
  };
}

interface Part {
  id: string;
  order: string;
  value: Y.Map<unknown>;
}

function ordered(parts: unknown, withDeleted = false): Part[] {
  if (!(parts instanceof Y.Map)) return [];
  const found: Part[] = [];
  for (const [id, value] of parts.entries()) {
    if (!(value instanceof Y.Map) || (!withDeleted && value.get("deleted") === true)) continue;
    found.push({ id, value, order: String(value.get("order") ?? "") });
  }
  return found.sort((one, two) => compare(one.order, two.order) || compare(one.id, two.id));
}

/** The words of any slot, without its marks: what is shown of words set aside. */
export function plainWords(value: unknown): string {
  if (value instanceof Y.XmlText) return value.toDelta().map((run: { insert: unknown }) => (typeof run.insert === "string" ? run.insert : "")).join("");
  if (value instanceof Y.Text) return value.toString();
  if (value instanceof Y.XmlElement && value.nodeName === "hardBreak") return "\n";
  if (value instanceof Y.XmlFragment) {
    const parts = value.toArray().map(plainWords);
    const inline = value instanceof Y.XmlElement && value.nodeName === "paragraph";
    return inline ? parts.join("") : parts.filter(Boolean).join("\n");
  }
  return "";
}
