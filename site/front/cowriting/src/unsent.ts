/** The words of updates that the document did not take: shown to be copied. */
import * as Y from "yjs";

/** What was typed in one go; `clock` is the one after its last character. */
interface Run {
  client: number;
  clock: number;
  words: string;
}

type Deletions = { clients: Map<number, { clock: number; len: number }[]> };

/** The words that these updates would have added, one line for each run of typing. */
export function wordsOf(updates: Uint8Array[]): string {
  const whole = updates.filter(isReadable);
  if (!whole.length) return "";
  const { structs, ds } = Y.decodeUpdate(Y.mergeUpdates(whole));
  const runs: Run[] = [];
  for (const struct of structs) {
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) continue;
    const words = kept(struct.content.str, struct.id, ds);
    const last = runs.at(-1);
    const { origin } = struct;
    if (last && origin?.client === last.client && origin.clock === last.clock - 1) {
      last.words += words;
      last.clock = struct.id.clock + struct.length;
    } else {
      runs.push({ client: struct.id.client, clock: struct.id.clock + struct.length, words });
    }
  }
  return runs.map((run) => run.words).filter((words) => words.trim()).join("\n");
}

/** Whether all the letters of an update are in `doc` already. */
export function isIn(doc: Y.Doc, bytes: Uint8Array): boolean {
  if (!isReadable(bytes)) return false;
  const known = Y.decodeStateVector(Y.encodeStateVector(doc));
  return [...Y.parseUpdateMeta(bytes).to].every(([client, clock]) => (known.get(client) ?? 0) >= clock);
}

/** Whether the bytes are an update: a disk may give back others than it was given. */
function isReadable(bytes: Uint8Array): boolean {
  try {
    Y.decodeUpdate(bytes);
    return true;
  } catch {
    return false;
  }
}

/** `words` without what the same updates deleted again. */
function kept(words: string, id: Y.ID, deletions: Deletions): string {
  const gone = deletions.clients.get(id.client) ?? [];
  if (!gone.length) return words;
  return [...Array(words.length).keys()]
    .filter((at) => !gone.some(({ clock, len }) => id.clock + at >= clock && id.clock + at < clock + len))
    .map((at) => words[at])
    .join("");
}
