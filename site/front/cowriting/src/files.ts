/** A picture or file of a block: what it looks like, and Wagtail's own chooser. */
import type * as Y from "yjs";

import type { Desk, FieldView } from "./desk";
import { byId, el } from "./dom";
import { paintPeople } from "./fields";
import { type Field, say } from "./page";

interface Known {
  title: string;
  preview: string;
  detail: string;
}

const known = new Map<string, Promise<Known | null>>();

async function ask(address: string): Promise<Known | null> {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok ? ((await answer.json()) as Known) : null;
  } catch {
    return null;
  }
}

export class FileField implements FieldView {
  readonly element: HTMLElement;
  private shown = el("div", { class: "file-shown" });
  private people = el("span", { class: "field-people", hidden: true });
  private choose: HTMLButtonElement;

  constructor(
    private desk: Desk,
    private key: string,
    private block: Y.Map<unknown>,
    private id: string,
    private field: Field,
  ) {
    this.choose = el("button", { type: "button", class: "quiet-button", onclick: () => this.open() });
    this.element = el("div", { class: "slot", "data-kind": "file", "data-slot": field.slot }, el("span", { class: "slot-name" }, field.label), this.shown, this.choose, this.people);
    this.block.observe(this.follow);
    this.setEditable(desk.editable);
    void this.paint();
  }

  focus(): void {
    this.choose.focus();
  }

  focusAt(): void {
    this.focus();
  }

  place(): null {
    return null;
  }

  setEditable(editable: boolean): void {
    this.choose.hidden = !editable;
  }

  refresh(): void {
    paintPeople(this.desk, this.key, this.people);
  }

  destroy(): void {
    this.block.unobserve(this.follow);
  }

  private follow = (event: Y.YMapEvent<unknown>): void => {
    if (event.keysChanged.has(this.field.slot)) void this.paint();
  };

  private async paint(): Promise<void> {
    const value = this.block.get(this.field.slot);
    this.choose.textContent = say(value ? `choose_other_${this.field.name}` : `choose_${this.field.name}`);
    if (typeof value !== "number") return this.shown.replaceChildren();
    const address = `${this.desk.page.urls.files}?kind=${this.field.name}&key=${value}`;
    if (!known.has(address)) known.set(address, ask(address));
    const found = await known.get(address);
    if (this.block.get(this.field.slot) !== value) return;
    if (!found) return this.shown.replaceChildren(el("p", { class: "soft" }, say("file_hidden")));
    const picture = found.preview ? el("img", { src: found.preview, alt: "" }) : null;
    this.shown.replaceChildren(...[picture, el("p", {}, found.title, " ", el("span", { class: "soft" }, found.detail))].filter((each) => each !== null));
  }

  /** Opens the chooser in a frame: the admin's own styles and scripts stay in it. */
  private open(): void {
    const dialog = byId<HTMLDialogElement>("choisir");
    const frame = el("iframe", { src: `${this.desk.page.urls.choose}?kind=${this.field.name}`, title: this.choose.textContent ?? "" });
    byId("choisir-cadre").replaceChildren(frame);
    const chosen = (event: MessageEvent): void => {
      const { data, origin, source } = event as MessageEvent<{ chosen?: unknown; left?: boolean } | null>;
      if (origin !== location.origin || source !== frame.contentWindow || !data) return;
      if (typeof data.chosen === "number") this.desk.model.choose(this.id, this.field.slot, data.chosen);
      if (data.chosen !== undefined || data.left) dialog.close();
    };
    addEventListener("message", chosen);
    dialog.addEventListener(
      "close",
      () => {
        removeEventListener("message", chosen);
        byId("choisir-cadre").replaceChildren();
        this.choose.focus();
      },
      { once: true },
    );
    dialog.showModal();
  }
}
