/** A table that the document does not hold: its words are read here, and stay as they are. */
import type { FieldView } from "./desk";
import { el } from "./dom";
import { type Field, say } from "./page";

export class CarriedTable implements FieldView {
  readonly element: HTMLElement;

  /** `rows`: the headings, then each row; none where the page knew of none when it was loaded. */
  constructor(field: Field, rows: string[][]) {
    const [headings = [], ...rest] = rows;
    const grid = el(
      "table",
      { class: "grid" },
      el("thead", {}, el("tr", {}, ...headings.map((words) => el("th", { scope: "col" }, words)))),
      el("tbody", {}, ...rest.map((row) => el("tr", {}, ...row.map((words) => el("td", {}, words))))),
    );
    this.element = el(
      "div",
      { class: "slot carried-table", "data-kind": "table", "data-slot": field.slot },
      rows.length ? el("div", { class: "wide", tabindex: 0, role: "group", "aria-label": field.label }, grid) : null,
      el("p", { class: "soft" }, say("carried_table")),
    );
  }

  focus(): void {
    this.element.querySelector<HTMLElement>("[tabindex]")?.focus();
  }

  focusAt(): void {
    this.focus();
  }

  place(): null {
    return null;
  }

  setEditable(): void {
    // Nothing is written here.
  }

  refresh(): void {
    // Nobody writes here.
  }

  destroy(): void {
    // Nothing is followed.
  }
}
