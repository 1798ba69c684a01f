/** Words that are too many for one frame, in several. */

/** Octets that a frame may hold, with room to spare. */
export const FRAME = 1_000_000;
const PART = FRAME / 2;
/** What the server takes at once, with room for what is typed meanwhile. */
const PARTS = 100;

/** Entries in their order, in at most `PARTS` parts where their size allows it. */
export function partsOf<T extends { bytes: Uint8Array }>(entries: T[]): T[][] {
  const most = Math.ceil(entries.length / PARTS);
  const parts: T[][] = [];
  let octets = 0;
  for (const entry of entries) {
    const last = parts.at(-1);
    octets += entry.bytes.length;
    if (last && last.length < most && octets <= PART) last.push(entry);
    else {
      parts.push([entry]);
      octets = entry.bytes.length;
    }
  }
  return parts;
}
