import assert from "node:assert/strict";
import { test } from "node:test";
import * as Y from "yjs";

import { wordsOf } from "../src/unsent";

/** The updates that `write` makes in a document that has words already. */
function typed(write: (text: Y.Text) => void): Uint8Array[] {
  const doc = new Y.Doc();
  const text = doc.getText("words");
  text.insert(0, "Ce qui était là. ");
  const updates: Uint8Array[] = [];
  doc.on("update", (bytes: Uint8Array) => updates.push(bytes));
  write(text);
  return updates;
}

test("words are read from updates without the document that they change", () => {
  const updates = typed((text) => {
    for (const letter of "Bonjour") text.insert(text.length, letter);
    text.insert(0, "Avant. ");
  });
  assert.deepEqual(wordsOf(updates).split("\n"), ["Bonjour", "Avant. "]);
});

test("what was typed and deleted again is not told", () => {
  const updates = typed((text) => {
    text.insert(text.length, "gardé effacé");
    text.delete(text.length - 7, 7);
  });
  assert.equal(wordsOf(updates), "gardé");
});

test("no update has no words", () => assert.equal(wordsOf([]), ""));

test("bytes that are no update hide no words", () => {
  const updates = typed((text) => text.insert(0, "gardé"));
  assert.equal(wordsOf([new Uint8Array([1, 1, 9]), ...updates, new Uint8Array([255])]), "gardé");
});
