/** Words that somebody chose in a field, and where such words stand in it now. */

export interface Passage {
  quote: string;
  prefix: string;
  suffix: string;
}

/** How many characters tell a passage from another one of the same words. */
const AROUND = 60;

/** The passage between two places of `words`; null where there are none but spaces. */
export function passage(words: string, from: number, to: number): Passage | null {
  const quote = words.slice(from, to).trim();
  if (!quote) return null;
  return { quote, prefix: words.slice(Math.max(0, from - AROUND), from), suffix: words.slice(to, to + AROUND) };
}

// Two keyboards write these otherwise, and pages put spaces where none was typed.
const folded = (letter: string): string => (/\s/.test(letter) ? "" : letter.replace(/[’ʼ]/, "'").replace(/[«»“”]/, '"'));

const fold = (words: string): string => [...words].map(folded).join("");

/**
 * Where `quote` stands in `words`, the one behind `prefix` where it stands several times:
 * places of its first letter and behind its last. Null where it does not stand any more.
 */
export function locate(words: string, quote: string, prefix = ""): [number, number] | null {
  const wanted = fold(quote);
  if (!wanted) return null;
  let all = "";
  const places: number[] = [];
  for (let at = 0; at < words.length; at++) {
    const letter = folded(words[at] ?? "");
    if (letter) places.push(at);
    all += letter;
  }
  let before = fold(prefix);
  while (before && !all.includes(before + wanted)) before = before.slice(Math.ceil(before.length / 2));
  const found = all.indexOf(before + wanted);
  if (found < 0) return null;
  const first = places[found + before.length] ?? 0;
  return [first, (places[found + before.length + wanted.length - 1] ?? first) + 1];
}
