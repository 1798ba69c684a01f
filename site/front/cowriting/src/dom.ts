/** Elements without HTML strings: what people wrote never becomes markup. */

type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | null | undefined | ((event: never) => void)>;

/** An element; `on…` attributes are listeners, true and false set and leave attributes. */
export function el<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[T] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value as EventListener);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child): child is Node | string => Boolean(child)));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

const DRAWINGS: Record<string, string> = {
  grip: "M7 4h.01M13 4h.01M7 10h.01M13 10h.01M7 16h.01M13 16h.01",
  add: "M10 4v12M4 10h12",
  up: "M10 16V4M5 9l5-5 5 5",
  down: "M10 4v12M5 11l5 5 5-5",
  bold: "M6 4h5a3 3 0 0 1 0 6H6zM6 10h6a3 3 0 0 1 0 6H6z",
  italic: "M9 4h6M5 16h6M12 4 8 16",
  link: "M8.5 11.5a3 3 0 0 0 4.2 0l3-3a3 3 0 0 0-4.2-4.2l-1 1M11.5 8.5a3 3 0 0 0-4.2 0l-3 3a3 3 0 0 0 4.2 4.2l1-1",
  bullets: "M8 5h9M8 10h9M8 15h9M3.5 5h.01M3.5 10h.01M3.5 15h.01",
  numbers: "M8 5h9M8 10h9M8 15h9M3 3.5 4 3v4M3 13h2l-2 4h2",
  undo: "M8 5 4 9l4 4M4 9h8a4 4 0 0 1 0 8h-2",
  redo: "m12 5 4 4-4 4M16 9H8a4 4 0 0 0 0 8h2",
  bin: "M4 6h12M8 6V4h4v2M6 6l1 11h6l1-11M8.5 9v5M11.5 9v5",
  back: "M12 4 6 10l6 6",
  close: "m5 5 10 10M15 5 5 15",
  person: "M10 10.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM3.5 17.5c.6-3 3-4.5 6.5-4.5s5.9 1.5 6.5 4.5",
};

/** A drawing of the interface; said by nobody, since its button has words. */
export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 20 20", "aria-hidden": "true", focusable: "false", class: "drawing" }))
    svg.setAttribute(key, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", DRAWINGS[name] ?? "");
  svg.append(path);
  return svg;
}

/** Words for those who listen alone. */
export function hidden(words: string): HTMLSpanElement {
  return el("span", { class: "visually-hidden" }, words);
}

/** A button that shows a drawing, and words as its name and title. */
export function tool(drawing: string, words: string, onclick: () => void, more: Attributes = {}): HTMLButtonElement {
  return el("button", { type: "button", class: "tool", title: words, onclick, ...more }, icon(drawing), hidden(words));
}

/** The element of the server's page with this id. Throws when the page has none. */
export function byId<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found as T;
}

/** Puts `elements` in order into `place`, around the one with the caret, which stays put:
 * an element that is moved loses its focus and what is being composed in it. */
export function arrange(place: Element, elements: Element[]): void {
  const pivot = Math.max(0, elements.findIndex((element) => element.contains(document.activeElement)));
  const middle = elements[pivot];
  if (!middle) return;
  if (middle.parentNode !== place) place.append(middle);
  for (let at = pivot - 1; at >= 0; at--) {
    const [element, next] = [elements[at], elements[at + 1]];
    if (element && next && element.nextElementSibling !== next) next.before(element);
  }
  for (let at = pivot + 1; at < elements.length; at++) {
    const [element, previous] = [elements[at], elements[at - 1]];
    if (element && previous && element.previousElementSibling !== previous) previous.after(element);
  }
}

/** The same, and nothing else in `place`. */
export function fill(place: Element, elements: Element[]): void {
  const kept = new Set(elements);
  for (const child of [...place.children]) if (!kept.has(child)) child.remove();
  arrange(place, elements);
}
