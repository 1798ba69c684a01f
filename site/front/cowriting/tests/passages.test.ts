import assert from "node:assert/strict";
import { test } from "node:test";

import { locate, passage } from "../src/passages";

const WORDS = "Des soins reportés.\nDes soins refusés, et l'attente.";

const found = (quote: string, prefix = ""): string | null => {
  const place = locate(WORDS, quote, prefix);
  return place && WORDS.slice(...place);
};

test("words are found where they stand, whatever their spaces and apostrophes", () => {
  assert.equal(found("soins refusés"), "soins refusés");
  assert.equal(found("reportés. Des  soins"), "reportés.\nDes soins");
  assert.equal(found("l’attente"), "l'attente");
});

test("of the same words twice, those behind the prefix", () => {
  assert.deepEqual(locate(WORDS, "soins"), [4, 9]);
  assert.deepEqual(locate(WORDS, "soins", "reportés. Des "), [24, 29]);
  assert.deepEqual(locate(WORDS, "soins", "un début oublié, reportés. Des "), [24, 29]);
});

test("words that are gone are nowhere", () => {
  assert.equal(locate(WORDS, "soins perdus"), null);
  assert.equal(locate(WORDS, "  "), null);
});

test("a passage knows what stands around it, and spaces are none", () => {
  const at = WORDS.indexOf("refusés");
  assert.deepEqual(passage(WORDS, at, at + 7), { quote: "refusés", prefix: WORDS.slice(0, at), suffix: ", et l'attente." });
  assert.equal(passage(WORDS, 3, 4), null);
});
