/** Which keys of this machine do what: a Mac has its own. */

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/**
 * Whether these keys move a block: -1 up, 1 down, 0 neither. Alt and Shift as in word
 * processors; on a Mac, Option with arrows goes through the text, so Command and Option.
 */
export function moves({ key, altKey, ctrlKey, metaKey, shiftKey, isComposing }: KeyboardEvent): -1 | 0 | 1 {
  const held = isMac ? altKey && metaKey && !shiftKey && !ctrlKey : altKey && shiftKey && !ctrlKey && !metaKey;
  if (!held || isComposing) return 0;
  return key === "ArrowUp" ? -1 : key === "ArrowDown" ? 1 : 0;
}

/** Those keys in words, `shift` being the name of the Shift key. */
export function movingKeys(step: -1 | 1, shift: string): string {
  return `${isMac ? "Option Cmd" : `Alt ${shift}`} ${step < 0 ? "↑" : "↓"}`;
}

/** Writes the keys of a Mac where the page names others. */
export function nameKeys(): void {
  if (!isMac) return;
  for (const key of document.querySelectorAll<HTMLElement>("[data-mac]")) key.textContent = key.dataset.mac ?? "";
  for (const named of document.querySelectorAll<HTMLElement>("[data-mac-title]")) named.title = named.dataset.macTitle ?? "";
}
