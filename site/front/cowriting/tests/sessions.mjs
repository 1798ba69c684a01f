/*
 * What browsers that write one text together send, as Yjs itself writes it: pasted paragraphs
 * and lists, marks, letters, deletions, moved blocks, undone and done again, in batches and as
 * answers to « what do you have? ». The server's tests read it in `sessions.json`:
 *
 *     node tests/sessions.mjs > tests/sessions.json
 *
 * Each session is a list of [kind, update in base64], the first being the document itself.
 */
import * as Y from "yjs";

const SESSIONS = 15;

/** Numbers from 0 to 1, the same in each run. */
function dice(seed) {
  let state = seed;
  return () => (state = (state * 1664525 + 1013904223) >>> 0) / 2 ** 32;
}

function session(seed) {
  const roll = dice(seed * 7919 + 13);
  const upTo = (count) => Math.floor(roll() * count);
  const pick = (all) => all[upTo(all.length)];
  const server = new Y.Doc();
  server.transact(() => {
    server.clientID = 4000000001;
    const block = server.getMap("blocks").set("b", new Y.Map());
    block.set("text", new Y.XmlFragment());
    block.set("title", new Y.Text("abc"));
    server.getMap("page").set("summary", new Y.Text("xyz"));
  });
  const sent = [["whole", Y.encodeStateAsUpdate(server)]];

  function person(rank) {
    const doc = new Y.Doc();
    doc.clientID = 1000 + rank + upTo(2 ** 31);
    Y.applyUpdate(doc, sent[0][1], "others");
    const unsent = [];
    doc.on("update", (update, _origin, _doc, change) => change.local && unsent.push(update));
    const scope = [doc.getMap("page"), doc.getMap("blocks")];
    const history = new Y.UndoManager(scope, { captureTimeout: pick([0, 500]), trackedOrigins: new Set(["own"]) });
    return { doc, unsent, history };
  }

  function paragraph() {
    const made = new Y.XmlElement("paragraph");
    const words = new Y.XmlText();
    words.applyDelta([{ insert: "mot " }, { insert: "é😀", attributes: roll() < 0.3 ? { bold: {} } : {} }]);
    made.insert(0, [words]);
    if (roll() < 0.3) made.setAttribute("blockKey", `k${upTo(99)}`);
    return made;
  }

  function list() {
    const made = new Y.XmlElement(pick(["bulletList", "orderedList"]));
    const item = new Y.XmlElement("listItem");
    item.insert(0, [paragraph()]);
    made.insert(0, [item]);
    return made;
  }

  function type(text, words, marks) {
    if (roll() < 0.6 || !text.length) return text.insert(upTo(text.length + 1), words, marks);
    const at = upTo(text.length);
    text.delete(at, Math.min(text.length - at, 1 + upTo(3)));
  }

  function write({ doc }) {
    const block = doc.getMap("blocks").get("b");
    const rich = block.get("text");
    const words = rich.length ? rich.get(upTo(rich.length)).firstChild : null;
    const way = roll();
    if (way < 0.25) rich.insert(upTo(rich.length + 1), Array.from({ length: 1 + upTo(3) }, paragraph));
    else if (way < 0.35 && rich.length) rich.delete(upTo(rich.length), 1);
    else if (way < 0.5 && words instanceof Y.XmlText) type(words, "zz", roll() < 0.4 ? { italic: {} } : undefined);
    else if (way < 0.6 && words instanceof Y.XmlText && words.length) words.format(0, 1 + upTo(words.length), { bold: pick([{}, null]) });
    else if (way < 0.7) rich.insert(upTo(rich.length + 1), [list()]);
    else if (way < 0.8) block.set("order", `V${upTo(99)}`);
    else type(pick([block.get("title"), doc.getMap("page").get("summary")]), pick(["q", "mot", "😀"]));
  }

  function act(one) {
    const way = roll();
    if (way < 0.75) one.doc.transact(() => write(one), "own");
    else if (way < 0.9) one.history.undo();
    else one.history.redo();
  }

  function send({ doc, unsent }) {
    const whole = roll() < 0.4;
    if (!whole && !unsent.length) return;
    const update = whole ? Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server)) : Y.mergeUpdates(unsent);
    unsent.length = 0;
    Y.applyUpdate(server, update);
    sent.push([whole ? "answer" : "typed", update]);
  }

  const people = Array.from({ length: 2 + upTo(3) }, (_none, rank) => person(rank));
  for (let rounds = 3 + upTo(10); rounds > 0; rounds--) {
    for (const one of people) for (let count = upTo(6); count > 0; count--) act(one);
    for (const one of people) if (roll() < 0.4) send(one);
    for (const { doc } of people)
      if (roll() < 0.5) Y.applyUpdate(doc, Y.encodeStateAsUpdate(server, Y.encodeStateVector(doc)), "others");
  }
  return sent.map(([kind, update]) => [kind, Buffer.from(update).toString("base64")]);
}

const lines = Array.from({ length: SESSIONS }, (_none, seed) => JSON.stringify(session(seed + 1)));
console.log(`[\n${lines.join(",\n")}\n]`);
