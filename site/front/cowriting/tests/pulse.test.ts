import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { Pulse } from "../src/pulse";

function pulse(): { pulse: Pulse; asked: () => number; died: () => number } {
  mock.timers.enable({ apis: ["setTimeout"] });
  let [asked, died] = [0, 0];
  return { pulse: new Pulse(() => asked++, () => died++), asked: () => asked, died: () => died };
}

test("a line that does not answer is dead, however much is typed meanwhile", () => {
  const line = pulse();
  for (let second = 0; second < 13; second++) {
    line.pulse.expect();
    mock.timers.tick(1_000);
  }
  assert.equal(line.died(), 1);
  mock.timers.reset();
});

test("a line that answers lives, with more to answer or not", () => {
  const line = pulse();
  for (let second = 0; second < 40; second += 10) {
    line.pulse.expect();
    mock.timers.tick(10_000);
    line.pulse.heard(true);
  }
  line.pulse.heard(false);
  mock.timers.tick(15_000);
  assert.equal(line.died(), 0);
  mock.timers.reset();
});

test("a silent line is asked, and dead when it stays silent", () => {
  const line = pulse();
  line.pulse.heard(false);
  mock.timers.tick(20_000);
  assert.deepEqual([line.asked(), line.died()], [1, 0]);
  mock.timers.tick(12_000);
  assert.equal(line.died(), 1);
  mock.timers.reset();
});
