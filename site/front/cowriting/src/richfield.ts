/** A rich field on the page: its words at once, its editor when it comes into view. */
import type * as Y from "yjs";

import type { Desk, FieldView } from "./desk";
import { el, hidden } from "./dom";
import { newId, paintPeople } from "./fields";
import { askLink } from "./links";
import { type Field, say } from "./page";
import { plainWords } from "./model";
import type { Passage } from "./passages";
import { RichField } from "./rich";
import { Toolbar } from "./toolbar";

const waiting = new Map<Element, () => void>();
const watcher = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) waiting.get(target)?.();
  },
  { rootMargin: "700px" },
);

/** Mounts what nobody scrolled to yet, a few at a time while the browser rests. */
export function mountTheRest(): void {
  const rest = window.requestIdleCallback ?? ((act: (left: { timeRemaining(): number }) => void) => setTimeout(() => act({ timeRemaining: () => 8 }), 60));
  const step = (left: { timeRemaining(): number }): void => {
    for (const mount of [...waiting.values()]) {
      if (left.timeRemaining() < 4) break;
      mount();
    }
    if (waiting.size) rest(step);
  };
  if (waiting.size) rest(step);
}

let pressing = false;
const afterwards = new Set<() => void>();
addEventListener("pointerdown", () => (pressing = true), true);
for (const end of ["pointerup", "pointercancel"])
  addEventListener(end, () => {
    pressing = false;
    for (const act of afterwards) setTimeout(act);
    afterwards.clear();
  }, true);

/** Acts once nothing is pressed: what moves under a press is never clicked. */
function afterPress(act: () => void): void {
  if (pressing) afterwards.add(act);
  else setTimeout(act);
}

export class RichFieldView implements FieldView {
  readonly element: HTMLElement;
  private box: HTMLElement;
  private rich: RichField | null = null;
  private toolbar: Toolbar | null = null;
  private people = el("span", { class: "field-people", hidden: true });
  private id = newId();

  constructor(
    private desk: Desk,
    private key: string,
    private field: Field,
    private fragment: Y.XmlFragment,
  ) {
    this.box = el("div", { class: "rich-box", "data-slot": field.slot });
    this.element = el(
      "div",
      { class: "slot", "data-kind": "rich", "data-slot": field.slot },
      el("span", { class: "slot-name", id: this.id }, field.label, field.required ? hidden(` ${say("required")}`) : null),
      field.help ? el("p", { class: "helptext", id: `${this.id}-aide` }, field.help) : null,
      el("div", { class: "slot-box" }, this.box, this.people),
    );
    this.paintStill();
    this.element.addEventListener("focusin", this.offerTools);
    this.box.addEventListener("mousedown", this.press);
    this.element.addEventListener("focusout", this.putAwayTools);
    waiting.set(this.box, () => this.mount());
    watcher.observe(this.box);
  }

  focus(): void {
    this.mount().editor.view.focus();
  }

  focusAt(anchor: unknown, head: unknown): void {
    this.mount().focusAt(anchor, head);
  }

  place(): { anchor: unknown; head: unknown } | null {
    return this.rich?.place() ?? null;
  }

  setEditable(editable: boolean): void {
    this.rich?.editor.setEditable(editable, false);
    this.toolbar?.element.toggleAttribute("hidden", !editable);
  }

  refresh(): void {
    // Once there is an editor, names stand at the carets themselves.
    if (this.rich) this.people.hidden = true;
    else paintPeople(this.desk, this.key, this.people);
    this.rich?.refresh();
  }

  chosen(): Passage | null {
    return this.rich?.chosen() ?? null;
  }

  remark(): void {
    if (this.desk.remarks) this.rich?.remark();
  }

  /** A press on words that are remarked shows the remark, and puts the caret there as always. */
  private press = ({ target }: Event): void => {
    const mark = target instanceof Element ? target.closest<HTMLElement>("[data-remark]") : null;
    if (!mark) return;
    const reach = (): void => {
      if (getSelection()?.isCollapsed) this.desk.remarks?.reach(this.block, Number(mark.dataset.remark), this.box.querySelector<HTMLElement>(".rich-text"));
    };
    // The tools that come with the caret move the words away from under the press.
    addEventListener("mouseup", () => setTimeout(reach), { once: true });
  };

  private get block(): string {
    return this.key.split("/", 1)[0] ?? "";
  }

  destroy(): void {
    waiting.delete(this.box);
    watcher.unobserve(this.box);
    this.rich?.destroy();
    this.rich = null;
  }

  /** The words before the editor: to be read, found and scrolled past. */
  private paintStill(): void {
    const lines = plainWords(this.fragment).split("\n").filter(Boolean);
    this.box.replaceChildren(el("div", { class: "rich-text" }, ...lines.map((line) => el("p", {}, line))));
  }

  private mount(): RichField {
    if (this.rich) return this.rich;
    waiting.delete(this.box);
    watcher.unobserve(this.box);
    this.box.replaceChildren();
    const { desk } = this;
    this.rich = new RichField(
      this.fragment,
      this.box,
      { "aria-labelledby": this.id, ...(this.field.help ? { "aria-describedby": `${this.id}-aide` } : {}), lang: document.body.dataset.language ?? "", "data-placeholder": say("write_here") },
      desk.editable,
      {
        link: () => this.link(),
        undo: () => desk.history.undo(),
        redo: () => desk.history.redo(),
        toolbar: () => this.toolbar?.focus(),
        note: (name) => desk.note(name),
        changed: () => this.changed(),
        others: () => desk.presence.in(this.key),
        marks: () => desk.remarks?.marksOf(this.block) ?? [],
      },
    );
    this.changed();
    this.refresh();
    if (desk.remarks?.marksOf(this.block).length) this.remark();
    return this.rich;
  }

  private changed(): void {
    if (!this.rich) return;
    const { editor } = this.rich;
    const empty = editor.state.doc.childCount === 1 && editor.state.doc.firstChild?.content.size === 0;
    editor.view.dom.toggleAttribute("data-empty", empty && editor.state.doc.firstChild?.type.name === "paragraph");
    this.toolbar?.paint();
  }

  private link(): void {
    if (this.rich && this.desk.editable) askLink(this.rich.editor);
  }

  private offerTools = (): void => {
    this.element.toggleAttribute("data-tools", true);
    if (this.toolbar || !this.desk.editable || this.field.kind === "plain_rich") return;
    this.toolbar = new Toolbar(this.mount().editor, this.field.label, () => this.link());
    this.element.querySelector(".slot-box")?.prepend(this.toolbar.element);
    this.toolbar.paint();
  };

  private putAwayTools = (): void =>
    afterPress(() => this.element.toggleAttribute("data-tools", this.element.contains(document.activeElement)));
}
