import assert from "node:assert/strict";
import { test } from "node:test";

import { drop, give, type Store, take } from "../src/typed";

function shelf(): Store {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) };
}

const proposed = { quote: "jadis", replacement: "autrefois", words: "Plus simple." };

test("words proposed for a passage are given back with it, and not with another", () => {
  const store = shelf();
  take(store, "1 proposer", "jadis", proposed);
  assert.deepEqual(give(store, "1 proposer", "jadis"), proposed);
  assert.deepEqual(give(store, "1 proposer", "naguère"), { words: "Plus simple." });
  assert.deepEqual(give(store, "1 proposer", ""), proposed);
  assert.deepEqual(give(store, "2 proposer", "jadis"), {});
});

test("what is typed on another passage overwrites nothing", () => {
  const store = shelf();
  const other = { quote: "naguère", replacement: "il y a peu", words: "" };
  take(store, "1 proposer", "jadis", proposed);
  take(store, "1 proposer", "naguère", other);
  assert.deepEqual(give(store, "1 proposer", "jadis"), proposed);
  drop(store, "1 proposer", "naguère");
  assert.deepEqual(give(store, "1 proposer", "naguère"), {});
  assert.deepEqual(give(store, "1 proposer", "jadis"), proposed);
});
