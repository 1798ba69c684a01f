/** What was typed in the panel and not sent outlives the panel, and the page. */

/** What a form holds, by the names of its fields. */
export type Typed = Record<string, string>;
export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Two copies of a form: one for the words that it is about, and the latest, so that what was
 * said of a passage is found again when it is chosen again, and loses nothing to another. */
export function take(store: Store, form: string, quote: string, typed: Typed): void {
  for (const key of keys(form, quote)) store.setItem(key, JSON.stringify(typed));
}

/** What was said of these very words; of other ones, only what is not about the words. */
export function give(store: Store, form: string, quote: string): Typed {
  const [own, latest] = [read(store, about(form, quote)), read(store, form)];
  if (own) return own;
  if (!latest || !quote) return latest ?? {};
  return latest.words ? { words: latest.words } : {};
}

export function drop(store: Store, form: string, quote: string): void {
  for (const key of keys(form, quote)) store.removeItem(key);
}

function about(form: string, quote: string): string {
  return quote ? `${form} ${quote}` : form;
}

function keys(form: string, quote: string): Set<string> {
  return new Set([form, about(form, quote)]);
}

function read(store: Store, key: string): Typed | null {
  return JSON.parse(store.getItem(key) ?? "null") as Typed | null;
}
