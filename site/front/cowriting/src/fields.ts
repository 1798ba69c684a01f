/** The plain fields of a block or of the page: words, choices, a box to tick. */
import type * as Y from "yjs";

import type { Desk, FieldView } from "./desk";
import { el, hidden } from "./dom";
import { type Field, say } from "./page";
import { type Passage, passage } from "./passages";
import { PlainBinding } from "./plain";
import { PlainCarets } from "./plaincarets";

let made = 0;

/** An id that no other element of the page has. */
export function newId(): string {
  made += 1;
  return `champ-${made}`;
}

/** The small names of those who have their caret in a field, and no place in `carets`. */
export function paintPeople(desk: Desk, key: string, place: HTMLElement, carets?: PlainCarets): void {
  const everyone = desk.presence.in(key);
  const here = carets ? carets.draw(everyone) : everyone;
  place.replaceChildren(...here.map(({ name, tone }) => el("span", { class: "chip", "data-tone": tone }, name)));
  place.hidden = !here.length;
}

const grows = CSS.supports("field-sizing", "content");

function grow(area: HTMLTextAreaElement): void {
  if (grows) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

/** A text area on one shared text, with the carets of others: the words between which one is. */
export abstract class TextView implements FieldView {
  abstract readonly element: HTMLElement;
  /** Set by who says what the text area is bound to. */
  protected abstract binding: PlainBinding;
  protected readonly people = el("span", { class: "field-people", hidden: true });
  protected readonly carets: PlainCarets;

  constructor(
    protected readonly desk: Desk,
    protected readonly key: string,
    protected readonly area: HTMLTextAreaElement,
  ) {
    this.carets = new PlainCarets(area, (place) => this.binding.indexOf(place));
    this.setEditable(desk.editable);
  }

  focus(): void {
    this.area.focus();
  }

  focusAt(anchor: unknown, head: unknown): void {
    this.binding.focusAt(anchor, head);
  }

  place(): { anchor: unknown; head: unknown } | null {
    return this.binding.place();
  }

  chosen(): Passage | null {
    const { value, selectionStart, selectionEnd } = this.area;
    return passage(value, selectionStart, selectionEnd);
  }

  setEditable(editable: boolean): void {
    this.area.readOnly = !editable;
  }

  refresh(): void {
    paintPeople(this.desk, this.key, this.people, this.carets);
  }

  destroy(): void {
    this.carets.clear();
    this.binding.destroy();
  }
}

/** Keeps a text area to one line. */
export function noNewLine(event: KeyboardEvent): void {
  if (event.key === "Enter" && !event.isComposing) event.preventDefault();
}

export class PlainField extends TextView {
  readonly element: HTMLElement;
  protected binding: PlainBinding;
  private count: HTMLElement;

  constructor(
    desk: Desk,
    key: string,
    private field: Field,
    text: Y.Text,
  ) {
    const id = newId();
    const oneLine = field.kind === "line";
    const help = field.help ? el("p", { class: "helptext", id: `${id}-aide` }, field.help) : null;
    const area = el("textarea", {
      id,
      rows: oneLine ? 1 : 2,
      "aria-describedby": help ? `${id}-aide ${id}-trop` : `${id}-trop`,
      "data-slot": field.slot,
      spellcheck: "true",
      lang: document.body.dataset.language,
      onkeydown: oneLine ? noNewLine : null,
    });
    super(desk, key, area);
    this.count = el("p", { class: "field-count", id: `${id}-trop`, hidden: true });
    this.element = el(
      "div",
      { class: "slot", "data-kind": field.kind, "data-slot": field.slot },
      el("label", { for: id }, field.label, field.required ? hidden(` ${say("required")}`) : null),
      help,
      el("div", { class: "slot-box" }, this.area, this.people),
      this.count,
    );
    this.binding = new PlainBinding(area, text, () => this.changed(), oneLine);
  }

  private changed(): void {
    grow(this.area);
    if (this.carets.busy) this.refresh();
    const [length, { max }] = [this.longest(), this.field];
    const over = max > 0 && length > max;
    this.count.hidden = !over;
    if (over) this.area.setAttribute("aria-invalid", "true");
    else this.area.removeAttribute("aria-invalid");
    // A description is read even where it is hidden: it holds words only while they are true.
    this.count.textContent = over ? say("too_long", { length, max }) : "";
    this.element.toggleAttribute("data-filled", this.area.value.trim() !== "");
  }

  private longest(): number {
    const lines = this.field.kind === "list" ? this.area.value.split("\n") : [this.area.value];
    return Math.max(...lines.map((line) => line.trim().length));
  }
}

/** What the fields of choices share: no caret, a value that is written whole. */
abstract class Chosen implements FieldView {
  abstract readonly element: HTMLElement;
  protected people = el("span", { class: "field-people", hidden: true });
  protected abstract control: HTMLElement & { disabled: boolean };

  constructor(
    protected desk: Desk,
    protected key: string,
    protected block: Y.Map<unknown>,
    protected id: string,
    protected field: Field,
  ) {}

  protected abstract paint(): void;

  protected follow = (event: Y.YMapEvent<unknown>): void => {
    if (event.keysChanged.has(this.field.slot)) this.paint();
  };

  protected begin(): void {
    this.block.observe(this.follow);
    this.paint();
    this.setEditable(this.desk.editable);
  }

  focus(): void {
    this.control.focus();
  }

  focusAt(): void {
    this.control.focus();
  }

  place(): { anchor: unknown; head: unknown } | null {
    return null;
  }

  setEditable(editable: boolean): void {
    this.control.disabled = !editable;
  }

  refresh(): void {
    paintPeople(this.desk, this.key, this.people);
  }

  destroy(): void {
    this.block.unobserve(this.follow);
  }
}

export class ChoiceField extends Chosen {
  readonly element: HTMLElement;
  protected control: HTMLSelectElement;

  constructor(...given: ConstructorParameters<typeof Chosen>) {
    super(...given);
    const domId = newId();
    const { field } = this;
    const optional = field.choices.some(([value]) => value === "") || field.initial ? [] : [["", say("no_choice")] as const];
    this.control = el(
      "select",
      { id: domId, "aria-describedby": field.help ? `${domId}-aide` : null, "data-slot": field.slot, onchange: () => this.desk.model.choose(this.id, field.slot, this.control.value) },
      ...[...optional, ...field.choices].map(([value, label]) => el("option", { value }, label)),
    );
    this.element = el(
      "div",
      { class: "slot", "data-kind": "option", "data-slot": field.slot },
      el("label", { for: domId }, field.label),
      field.help ? el("p", { class: "helptext", id: `${domId}-aide` }, field.help) : null,
      el("div", { class: "slot-box" }, this.control, this.people),
    );
    this.begin();
  }

  protected paint(): void {
    const value = String(this.block.get(this.field.slot) ?? this.field.initial ?? "");
    const known = [...this.control.options].some((option) => option.value === value);
    this.control.value = known ? value : "";
    this.element.toggleAttribute("data-filled", value !== "");
  }
}

export class FlagField extends Chosen {
  readonly element: HTMLElement;
  protected control: HTMLInputElement;

  constructor(...given: ConstructorParameters<typeof Chosen>) {
    super(...given);
    this.control = el("input", {
      type: "checkbox",
      "data-slot": this.field.slot,
      onchange: () => this.desk.model.choose(this.id, this.field.slot, this.control.checked),
    });
    this.element = el(
      "div",
      { class: "slot", "data-kind": "flag", "data-slot": this.field.slot },
      el("label", { class: "check" }, this.control, el("span", {}, this.field.label)),
      this.people,
    );
    this.begin();
  }

  protected paint(): void {
    this.control.checked = this.block.get(this.field.slot) === true;
    this.element.toggleAttribute("data-filled", this.control.checked);
  }
}
