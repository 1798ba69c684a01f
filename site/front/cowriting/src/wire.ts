/** Frames of the socket: what the server's `cowriting/protocol/wire.py` reads and writes. */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

const SYNC = 0;
const AWARENESS = 1;
const QUERY_AWARENESS = 3;
const ACK = 101;
const CONTROL = 102;

export type SyncStep = "ask" | "answer" | "update";
const STEPS: SyncStep[] = ["ask", "answer", "update"];

export interface Control {
  kind: string;
  [name: string]: unknown;
}

/** What one browser says of itself: its client id, how often it said so, and what. */
export interface Said {
  client: number;
  clock: number;
  state: unknown;
}

export type Frame =
  | { type: "sync"; step: SyncStep; bytes: Uint8Array }
  | { type: "awareness"; said: Said[] }
  | { type: "ack"; count: number }
  | { type: "control"; control: Control }
  | { type: "unknown" };

export function syncFrame(step: SyncStep, bytes: Uint8Array): Uint8Array {
  const out = encoding.createEncoder();
  encoding.writeVarUint(out, SYNC);
  encoding.writeVarUint(out, STEPS.indexOf(step));
  encoding.writeVarUint8Array(out, bytes);
  return encoding.toUint8Array(out);
}

export function awarenessFrame(said: Said): Uint8Array {
  const inner = encoding.createEncoder();
  encoding.writeVarUint(inner, 1);
  encoding.writeVarUint(inner, said.client);
  encoding.writeVarUint(inner, said.clock);
  encoding.writeVarString(inner, JSON.stringify(said.state));
  const out = encoding.createEncoder();
  encoding.writeVarUint(out, AWARENESS);
  encoding.writeVarUint8Array(out, encoding.toUint8Array(inner));
  return encoding.toUint8Array(out);
}

/** The question who else is here. */
export function whoFrame(): Uint8Array {
  const out = encoding.createEncoder();
  encoding.writeVarUint(out, QUERY_AWARENESS);
  return encoding.toUint8Array(out);
}

/** Throws for bytes that are no frame. */
export function readFrame(bytes: Uint8Array): Frame {
  const input = decoding.createDecoder(bytes);
  switch (decoding.readVarUint(input)) {
    case SYNC: {
      const step = STEPS[decoding.readVarUint(input)];
      if (!step) return { type: "unknown" };
      return { type: "sync", step, bytes: decoding.readVarUint8Array(input) };
    }
    case AWARENESS:
      return { type: "awareness", said: readSaid(decoding.readVarUint8Array(input)) };
    case ACK:
      return { type: "ack", count: decoding.readVarUint(input) };
    case CONTROL:
      return { type: "control", control: JSON.parse(decoding.readVarString(input)) as Control };
    default:
      return { type: "unknown" };
  }
}

function readSaid(bytes: Uint8Array): Said[] {
  const input = decoding.createDecoder(bytes);
  const said: Said[] = [];
  for (let left = decoding.readVarUint(input); left > 0; left--) {
    const client = decoding.readVarUint(input);
    const clock = decoding.readVarUint(input);
    said.push({ client, clock, state: JSON.parse(decoding.readVarString(input)) });
  }
  return said;
}
