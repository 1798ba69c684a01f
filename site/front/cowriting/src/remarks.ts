/** Remarks beside the text that one writes: how many wait, on which words, and the panel. */
import type { Desk } from "./desk";
import { byId, el } from "./dom";
import type { Mark } from "./marked";
import { type Page, say } from "./page";
import { Panel } from "./panel";
import type { Passage } from "./passages";

/** What the page is told of its remarks; null where nobody remarks. */
export interface Remarked {
  /** Where a block's threads are, BLOC in the place of its key. */
  block: string;
  counts: string;
  list: string;
  /** The number of the frozen version that one remarks, "" for the draft. */
  version: string;
  may: boolean;
  /** How many are open, and how many there are, by block. */
  counted: Record<string, [number, number]>;
  marks: Mark[];
}

export type Way = "" | "remarquer" | "proposer";

/** Milliseconds between two looks at how many there are. */
const EVERY = 20_000;

/** The remarks of this page, for as long as it is open; none where it has none. */
export class Remarks {
  private panel: Panel;
  private looking = false;
  private timer: number;

  constructor(
    readonly told: Remarked,
    person: number,
    private desk: () => Desk,
  ) {
    this.panel = new Panel(told, person, () => desk().settle(), (block, count, marks) => this.learn(block, count, marks));
    this.timer = window.setInterval(() => void this.look(), EVERY);
    document.addEventListener("visibilitychange", () => void this.look());
    byId("page-summary").after(el("p", { class: "page-remarks" }, this.badge("page")));
  }

  static of(page: Page, desk: () => Desk): Remarks | null {
    return page.remarks ? new Remarks(page.remarks, page.person, desk) : null;
  }

  /** The open remarks on words of this block. */
  marksOf(block: string): Mark[] {
    return this.told.marks.filter((mark) => mark.block === block);
  }

  /** What is said of this block's remarks: "" where there are none. */
  tally(block: string): string {
    const [open, all] = this.told.counted[block] ?? [0, 0];
    if (!all) return "";
    const [name, count] = open ? ["remarks_open", open] : ["remarks_ended", all];
    return say(`${name}_${count > 1 ? "many" : "one"}`, { count });
  }

  /** A button that says how many remarks a block has, and opens them; where there are none,
   * the way to write one, for who reads and has no menu. */
  badge(block: string): HTMLButtonElement {
    const button = el("button", { type: "button", class: "block-remarks", "data-remarks": block, onclick: () => this.open(block, this.tally(block) ? "" : "remarquer", button) });
    this.paint(button);
    return button;
  }

  /** Shows a block's remarks, with a form where `way` says which; `about` the chosen words. */
  open(block: string, way: Way, back: HTMLElement | null, about: Passage | null = null): void {
    void this.panel.show({ block, way, about, remark: null, back, quietly: false });
  }

  /** Shows the remark whose words were pressed; who writes there is not interrupted. */
  reach(block: string, remark: number, back: HTMLElement | null): void {
    void this.panel.show({ block, way: "", about: null, remark, back, quietly: this.desk().editable });
  }

  private paint(button: HTMLButtonElement): void {
    const block = button.dataset.remarks ?? "";
    const tally = this.tally(block);
    button.textContent = tally || (this.told.may ? say("remark") : "");
    button.hidden = !button.textContent;
    button.toggleAttribute("data-none", !tally);
    button.toggleAttribute("data-open", (this.told.counted[block]?.[0] ?? 0) > 0);
  }

  private learn(block: string, count: [number, number], marks: Mark[]): void {
    this.told.counted[block] = count;
    this.told.marks = [...this.told.marks.filter((mark) => mark.block !== block), ...marks];
    for (const button of document.querySelectorAll<HTMLButtonElement>(`[data-remarks="${block}"]`)) this.paint(button);
    for (const [key, view] of this.desk().fields) if (key.startsWith(`${block}/`)) view.remark?.();
  }

  /** Asks how many there are; of a block where that changed, which. */
  private async look(): Promise<void> {
    if (document.hidden || this.looking || !navigator.onLine) return;
    this.looking = true;
    try {
      const answer = await fetch(this.told.counts, { headers: { Accept: "application/json" } });
      if (answer.ok) await this.compare((await answer.json()) as Remarked["counted"]);
      // Signed out, or no right to them any more: they are not asked for again.
      else if (answer.status < 500) clearInterval(this.timer);
    } catch {
      // Asked again before long.
    }
    this.looking = false;
  }

  private async compare(now: Remarked["counted"]): Promise<void> {
    const before = this.told.counted;
    const changed = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((block) => String(before[block] ?? [0, 0]) !== String(now[block] ?? [0, 0]));
    for (const block of changed) {
      const known = block ? await this.panel.ask(block) : null;
      this.learn(block, now[block] ?? [0, 0], known ?? this.marksOf(block));
    }
  }
}
