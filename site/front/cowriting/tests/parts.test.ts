import assert from "node:assert/strict";
import { test } from "node:test";

import { FRAME, partsOf } from "../src/parts";

const entry = (size: number): { bytes: Uint8Array } => ({ bytes: new Uint8Array(size) });

test("parts hold every entry in its order, and are few", () => {
  const entries = Array.from({ length: 1_050 }, () => entry(20));
  const parts = partsOf(entries);
  assert.deepEqual(parts.flat(), entries);
  assert.ok(parts.length <= 100);
});

test("no part is larger than a frame unless one entry is", () => {
  const parts = partsOf(Array.from({ length: 250 }, () => entry(300_000)));
  assert.ok(parts.every((part) => part.reduce((sum, { bytes }) => sum + bytes.length, 0) <= FRAME));
  assert.equal(partsOf([entry(10), entry(2 * FRAME), entry(10)]).flat().length, 3);
});
