import assert from "node:assert/strict";
import { test } from "node:test";
import * as Y from "yjs";

import { Model, plainWords } from "../src/model";
import type { Page } from "../src/page";

const field = { slot: "rows", kind: "table", initial: "" };
const SHAPE = { slots: ["title", "source"], types: [{ name: "finding", fields: [] }, { name: "table", fields: [field] }] } as unknown as Page;

function pair(): [Model, Model, () => void] {
  const [one, two] = [new Model(new Y.Doc(), SHAPE), new Model(new Y.Doc(), SHAPE)];
  const sync = (): void => {
    Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(two.doc));
    Y.applyUpdate(two.doc, Y.encodeStateAsUpdate(one.doc));
  };
  return [one, two, sync];
}

const ids = (model: Model): string[] => model.standing().map(({ id }) => id);

test("a block moved while another types in it keeps every word", () => {
  const [one, two, sync] = pair();
  const first = one.add("finding", null);
  const second = one.add("finding", first);
  sync();
  one.move(first, second);
  two.text(two.find(first)!, "title")!.insert(0, "écrit pendant le déplacement");
  sync();
  assert.deepEqual(ids(one), [second, first]);
  assert.deepEqual(ids(two), ids(one));
  assert.equal(plainWords(one.find(first)!.get("title")), "écrit pendant le déplacement");
});

test("undoing the making of a block bins it, with what others wrote in it", () => {
  const [one, two, sync] = pair();
  const manager = new Y.UndoManager([one.page, one.blocks], { doc: one.doc, trackedOrigins: new Set([...originsOf(one)]) });
  const id = one.add("finding", null);
  sync();
  two.text(two.find(id)!, "title")!.insert(0, "d'un autre");
  sync();
  manager.undo();
  sync();
  assert.deepEqual(ids(two), []);
  assert.equal(plainWords(two.find(id)!.get("title")), "d'un autre");
});

test("two who make the same missing cell at once lose nothing", () => {
  const [one, two, sync] = pair();
  const id = one.add("table", null);
  sync();
  for (const [model, words] of [[one, "a"], [two, "b"]] as const) {
    const block = model.find(id)!;
    model.ensureCell(model.rows(block)[0]!, model.columns(block)[0]!.id).insert(0, words);
  }
  sync();
  const block = one.find(id)!;
  const texts = one.cell(one.rows(block)[0]!, one.columns(block)[0]!.id);
  assert.deepEqual(texts.map(String).sort(), ["a", "b"]);
});

test("blocks moved to one place at once stand in one order for all", () => {
  const [one, two, sync] = pair();
  const a = one.add("finding", null);
  const second = one.add("finding", a);
  const third = one.add("finding", second);
  sync();
  one.move(third, null);
  two.move(second, null);
  sync();
  assert.deepEqual(ids(one), ids(two));
  assert.equal(ids(one)[2], a);
});

/** The origins that the person's own history follows. */
function originsOf(model: Model): unknown[] {
  const origins: unknown[] = [];
  model.doc.once("beforeTransaction", (change: Y.Transaction) => origins.push(change.origin));
  model.transact(() => undefined);
  return origins;
}
