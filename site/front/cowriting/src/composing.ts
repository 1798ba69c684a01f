/** Whether a composition runs (accents, ideograms, dictation), and what waits for its end. */

let place: Element | null = null;
const waiting = new Map<Element, () => void>();

document.addEventListener("compositionstart", ({ target }) => (place = target instanceof Element ? target : null), true);
document.addEventListener("compositionend", () => {
  place = null;
  // After whatever listens for the composed word itself.
  setTimeout(release);
}, true);
// An element that leaves the page ends its composition without a word.
document.addEventListener("focusin", () => void (place && !place.isConnected && setTimeout(release)), true);

function release(): void {
  place = null;
  const acts = [...waiting.values()];
  waiting.clear();
  for (const act of acts) act();
}

/** Whether somebody composes inside `holder`: then `act` is done at the end, once. */
export function composesIn(holder: Element, act: () => void): boolean {
  if (!place || !holder.contains(place)) return false;
  waiting.set(holder, act);
  return true;
}

/** What waits for the end of a composition in `holder` is not done. */
export function waitNoMore(holder: Element): void {
  waiting.delete(holder);
}
