import assert from "node:assert/strict";
import { test } from "node:test";

import { between } from "../src/ordering";
import table from "./ordering.json";

test("keys are those of the server", () => {
  for (const [before, after, client, key] of table.cases as [string, string, number, string][])
    assert.equal(between(before, after, client), key, `${before} … ${after}`);
});

test("a thousand blocks put one after another keep short keys in their order", () => {
  let last = "";
  for (let count = 0; count < 1000; count++) {
    const key = between(last, "", 7);
    assert.ok(key > last);
    last = key;
  }
  assert.ok(last.length < 40, last);
});
