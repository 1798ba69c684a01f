/** The carets of the others in a text area: drawn on a copy of its lines that lies over it. */
import { type Caret, mark } from "./carets";
import { el } from "./dom";

/** What decides where a letter of a text area stands. */
const LOOKS = [
  "font-family", "font-size", "font-style", "font-weight", "font-stretch", "font-variant", "font-feature-settings", "line-height",
  "letter-spacing", "word-spacing", "word-break", "overflow-wrap", "hyphens", "tab-size", "text-align", "text-indent", "text-transform", "direction",
  "padding-top", "padding-right", "padding-bottom", "padding-left", "border-top-width", "border-right-width", "border-bottom-width", "border-left-width",
];

export class PlainCarets {
  private layer: HTMLElement | null = null;
  private others: Caret[] = [];
  private resized = new ResizeObserver(() => this.fit());

  /** `indexOf`: how many characters stand before a place of the document; null for none. */
  constructor(
    private area: HTMLTextAreaElement,
    private indexOf: (place: unknown) => number | null,
  ) {}

  /** Whether anybody else is here: then they are drawn again when the words change. */
  get busy(): boolean {
    return this.others.length > 0;
  }

  /** Draws them; returns those whose place is not known. */
  draw(others: Caret[]): Caret[] {
    this.others = others;
    const marks = others.flatMap((caret) => {
      const [anchor, head] = [this.indexOf(caret.anchor), this.indexOf(caret.head)];
      return head === null ? [] : [{ caret, head, anchor: anchor ?? head }];
    });
    if (marks.length) this.paint(marks);
    else this.clear();
    return others.filter((caret) => !marks.some((drawn) => drawn.caret === caret));
  }

  clear(): void {
    this.resized.disconnect();
    this.layer?.remove();
    this.layer = null;
  }

  private paint(marks: { caret: Caret; anchor: number; head: number }[]): void {
    const { value } = this.area;
    const cuts = [...new Set([0, value.length, ...marks.flatMap(({ anchor, head }) => [anchor, head])])].sort((one, two) => one - two);
    const parts: (Node | string)[] = [];
    for (const [at, from] of cuts.entries()) {
      for (const { caret, head } of marks) if (head === from) parts.push(mark(caret));
      const words = value.slice(from, cuts[at + 1] ?? from);
      const chosen = marks.find(({ anchor, head }) => Math.min(anchor, head) <= from && from < Math.max(anchor, head));
      if (words) parts.push(chosen ? el("span", { class: "caret-range", "data-tone": chosen.caret.tone }, words) : words);
    }
    if (!this.layer) {
      this.layer = el("div", { class: "plain-carets", "aria-hidden": "true" });
      this.area.after(this.layer);
      this.resized.observe(this.area);
    }
    this.layer.replaceChildren(...parts);
    this.fit();
  }

  private fit(): void {
    const { area, layer } = this;
    if (!layer) return;
    const look = getComputedStyle(area);
    for (const name of LOOKS) layer.style.setProperty(name, look.getPropertyValue(name));
    for (const [name, value] of [["left", area.offsetLeft], ["top", area.offsetTop], ["width", area.offsetWidth], ["height", area.offsetHeight]] as const) layer.style.setProperty(name, `${value}px`);
  }
}
