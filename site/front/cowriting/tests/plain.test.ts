import assert from "node:assert/strict";
import { test } from "node:test";

import { editBetween, through } from "../src/plain";

/** `before` with the edit in it. */
const applied = (before: string, { at, gone, words }: { at: number; gone: number; words: string }): string =>
  before.slice(0, at) + words + before.slice(at + gone);

test("one typed letter is one inserted letter, where the caret is", () => {
  assert.deepEqual(editBetween("aaa", "aaaa", 2), { at: 1, gone: 0, words: "a" });
  assert.deepEqual(editBetween("aaa", "aaaa", 4), { at: 3, gone: 0, words: "a" });
});

test("a correction replaces no more than what changed", () => {
  assert.deepEqual(editBetween("le chat noir", "le chien noir", 8), { at: 5, gone: 2, words: "ien" });
});

test("whatever was typed, the edit makes it", () => {
  const words = ["", "a", "ab", "aab", "é", "👍", "👍🏽", "👎", "a👍b", "a👎b", "שלום", "e\u0301", "ab\nc", "aaaa"];
  for (const before of words)
    for (const after of words)
      for (let caret = 0; caret <= after.length; caret++) assert.equal(applied(before, editBetween(before, after, caret)), after);
});

test("no character is cut in two", () => {
  // The two hands share their first half.
  for (const [before, after] of [["a👍b", "a👎b"], ["👍", "👎"], ["👍👎", "👎"], ["x👍", "x👍👎"]] as const) {
    const edit = editBetween(before, after, after.length);
    assert.ok(edit.words.isWellFormed(), JSON.stringify(edit));
    assert.ok(before.slice(edit.at, edit.at + edit.gone).isWellFormed());
  }
});

test("a place follows what others insert and delete", () => {
  assert.equal(through([{ insert: "abc" }], 2, false), 5);
  assert.equal(through([{ retain: 4 }, { insert: "abc" }], 2, false), 2);
  assert.equal(through([{ retain: 1 }, { delete: 3 }], 2, false), 1);
  assert.equal(through([{ retain: 2 }, { insert: "x" }], 2, false), 2);
  assert.equal(through([{ retain: 2 }, { insert: "x" }], 2, true), 3);
  assert.equal(through([{ delete: 2 }, { insert: "xyz" }], 5, false), 6);
});
