import assert from "node:assert/strict";
import { test } from "node:test";

import { hour, readPage } from "../src/page";

function read(language: string): void {
  const data = { textContent: JSON.stringify({ language }) };
  Object.assign(globalThis, { document: { getElementById: () => data } });
  readPage();
}

test("an hour is written as on the site's other pages", () => {
  read("fr");
  assert.equal(hour(new Date(2026, 4, 1, 20, 9)), "20\u00a0h\u00a009");
  assert.equal(hour(new Date(2026, 4, 1, 9, 0)), "9\u00a0h");
  read("en");
  assert.equal(hour(new Date(2026, 4, 1, 20, 9)), "20:09");
});
