/** What the server writes into the page: the text's shape, its words, its addresses. */

import type { Remarked } from "./remarks";

/** How a field is written: which part of the page shows it. */
export type Kind = "rich" | "plain_rich" | "line" | "lines" | "list" | "option" | "flag" | "file" | "table";

export interface Field {
  name: string;
  slot: string;
  kind: Kind;
  label: string;
  help: string;
  required: boolean;
  /** Characters that the field can hold; 0 for no bound. */
  max: number;
  choices: [string, string][];
  initial: string;
  /** Shown at once, or folded while it is empty. */
  first: boolean;
}

export interface BlockType {
  name: string;
  label: string;
  description: string;
  group: string;
  fields: Field[];
}

export interface Writer {
  name: string;
  done: boolean;
}

export interface Page {
  socket: string;
  epoch: number | null;
  schema: number;
  page: number;
  person: number;
  language: string;
  /** Every plain slot that a new block is made with. */
  slots: string[];
  types: BlockType[];
  fields: Field[];
  words: Record<string, string>;
  writers: Record<string, Writer>;
  urls: { work: string; read: string; sharing: string; versions: string; sign_in: string; choose: string; files: string; refused: string };
  assigns: boolean;
  /** To whom a block may be entrusted: key and name; nobody where one may not. */
  people: [number, string][];
  /** The rows of tables that are not written here, by block: headings first. */
  carried: Record<string, string[][]>;
  remarks: Remarked | null;
}

let page: Page;

/** Reads the page's own data. Throws when it is not there. */
export function readPage(): Page {
  const data = document.getElementById("writing-data");
  if (!data?.textContent) throw new Error("The page holds no writing-data.");
  page = JSON.parse(data.textContent) as Page;
  return page;
}

/** The sentence of that name in the reader's language, `%(x)s` filled in. */
export function say(name: string, values: Record<string, string | number> = {}): string {
  const sentence = page.words[name] ?? name;
  return sentence.replace(/%\((\w+)\)s/g, (_, key: string) => String(values[key] ?? ""));
}

/** A moment's hour and minute as the site's other pages write them: « 18 h 30 », 18:30. */
export function hour(moment: Date): string {
  if (page.language.startsWith("fr")) {
    const minutes = moment.getMinutes();
    return `${moment.getHours()}\u00a0h${minutes ? `\u00a0${String(minutes).padStart(2, "0")}` : ""}`;
  }
  return new Intl.DateTimeFormat(page.language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(moment);
}

/** Names in a row, as one says them: « Awa, Luc et Zoé ». */
export function listed(names: string[]): string {
  return new Intl.ListFormat(page.language, { type: "conjunction" }).format(names);
}
