/** One block on the page: its head with the menu, its fields, its words set aside. */
import { CarriedTable } from "./carried";
import { composesIn, waitNoMore } from "./composing";
import type { Desk, FieldView } from "./desk";
import { el, icon } from "./dom";
import { ChoiceField, FlagField, PlainField } from "./fields";
import { FileField } from "./files";
import { openMenu } from "./menu";
import type { Block } from "./model";
import { type BlockType, type Field, say } from "./page";
import { RichFieldView } from "./richfield";
import { TableField } from "./table";

/** What a block asks of the list in which it stands. */
export interface Neighbours {
  choices(id: string): Parameters<typeof openMenu>[2];
  offerTypes(button: HTMLElement, after: string | null): void;
}

const FOLDABLE = 2;

export class BlockView {
  readonly element: HTMLElement;
  readonly handle: HTMLButtonElement;
  private kind = el("span", { class: "block-kind" });
  /** For the mouse alone: not every browser drags a button, and the menu moves blocks too. */
  private grip = el("span", { class: "grip", "aria-hidden": "true" }, icon("grip"));
  private writer = el("span", { class: "block-writer" });
  private people = el("span", { class: "block-people" });
  private body = el("div", { class: "block-body" });
  private aside = el("details", { class: "set-aside", hidden: true });
  private views = new Map<string, FieldView>();
  private shownType = "";
  private visitors = "";
  private timer = 0;

  constructor(
    private desk: Desk,
    readonly id: string,
    readonly block: Block,
    neighbours: Neighbours,
  ) {
    this.handle = el("button", { type: "button", class: "handle", "aria-haspopup": "menu", "aria-expanded": "false" }, this.kind);
    this.handle.addEventListener("click", () => openMenu(this.handle, say("block_menu"), neighbours.choices(id)));
    const add = el("button", { type: "button", class: "add-here edits", "aria-haspopup": "menu", "aria-expanded": "false" }, icon("add"), el("span", {}, say("add_block")));
    add.addEventListener("click", () => neighbours.offerTypes(add, id));
    this.element = el(
      "div",
      { class: "block", role: "group", id: `bloc-${id}`, "data-block": id },
      el("div", { class: "block-head" }, el("div", { class: "handle-place" }, this.grip, this.handle), desk.remarks?.badge(id), this.writer, this.people),
      this.body,
      this.aside,
      el("div", { class: "add-place" }, add),
    );
    block.observeDeep(this.follow);
    this.grip.draggable = desk.editable;
    this.build();
    this.refresh();
    this.paintWriter();
  }

  get type(): string {
    return String(this.block.get("type") ?? "");
  }

  /** The name under which one speaks of it, for menus and for those who listen. */
  get name(): string {
    return this.kind.textContent ?? "";
  }

  rename(name: string): void {
    if (this.kind.textContent !== name) this.kind.textContent = name;
    this.element.setAttribute("aria-label", name);
  }

  /** Whoever is in this block, at its head. */
  refresh(): void {
    const seen = new Map(this.desk.presence.inBlock(this.id).map((person) => [person.name, person]));
    const names = [...seen.values()].map(({ name, tone }) => `${tone} ${name}`).join();
    if (names === this.visitors) return;
    this.visitors = names;
    this.people.replaceChildren(...[...seen.values()].map(({ name, initials, tone }) => el("span", { class: "face small", "data-tone": tone, role: "img", "aria-label": name, title: name }, initials)));
    this.element.toggleAttribute("data-visited", seen.size > 0);
  }

  setEditable(editable: boolean): void {
    this.handle.disabled = !editable;
    this.grip.draggable = editable;
    for (const view of this.views.values()) view.setEditable(editable);
  }

  /** Puts the caret into the first field that takes words. */
  focus(): void {
    const first = [...this.views.values()][0];
    if (first) first.focus();
    else this.handle.focus();
  }

  destroy(): void {
    clearTimeout(this.timer);
    waitNoMore(this.element);
    this.block.unobserveDeep(this.follow);
    this.forget();
    this.element.remove();
  }

  private follow = (): void => {
    if (this.type !== this.shownType && !composesIn(this.element, this.follow)) this.build();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.paintAside(), 600);
  };

  private get definition(): BlockType | undefined {
    return this.desk.page.types.find(({ name }) => name === this.type);
  }

  /** Makes the fields of the present type; the caret stays in a slot that both types show. */
  private build(): void {
    const focused = [...this.views].find(([, view]) => view.element.contains(document.activeElement));
    const place = focused?.[1].place() ?? null;
    this.forget();
    this.shownType = this.type;
    this.element.dataset.kind = this.type;
    const fields = this.definition?.fields;
    if (!fields) {
      this.body.replaceChildren(el("p", { class: "carried soft" }, say("carried_through")));
      return;
    }
    const views = fields.map((field) => [field, this.make(field)] as const);
    const first = views.filter(([field]) => field.first);
    const rest = views.filter(([field]) => !field.first);
    this.body.replaceChildren(...first.map(([, view]) => view.element), ...this.folded(rest));
    this.paintAside();
    if (focused) (this.views.get(focused[0]) ?? first[0]?.[1])?.focusAt(place?.anchor, place?.head);
  }

  private folded(rest: (readonly [Field, FieldView])[]): HTMLElement[] {
    const elements = rest.map(([, view]) => view.element);
    if (rest.length < FOLDABLE) return elements;
    const filled = elements.some((element) => element.hasAttribute("data-filled"));
    const names = rest.map(([field]) => field.label).join(", ");
    return [el("details", { class: "more-fields", open: filled }, el("summary", {}, say("more_fields"), " ", el("span", { class: "soft" }, names)), el("div", { class: "more-grid" }, ...elements))];
  }

  private make(field: Field): FieldView {
    const key = `${this.id}/${field.slot}`;
    const view = this.viewOf(field, key);
    view.element.dataset.field = key;
    this.views.set(field.slot, view);
    this.desk.fields.set(key, view);
    view.refresh();
    return view;
  }

  private viewOf(field: Field, key: string): FieldView {
    const { desk, block, id } = this;
    if (field.kind === "table") return desk.model.isGrid(block) ? new TableField(desk, key, field, block) : new CarriedTable(field, desk.page.carried[id] ?? []);
    if (field.kind === "option") return new ChoiceField(desk, key, block, id, field);
    if (field.kind === "flag") return new FlagField(desk, key, block, id, field);
    if (field.kind === "file") return new FileField(desk, key, block, id, field);
    const fragment = desk.model.fragment(block);
    if ((field.kind === "rich" || field.kind === "plain_rich") && fragment) return new RichFieldView(desk, key, field, fragment);
    return new PlainField(desk, key, field, desk.model.ensureText(block, field.slot));
  }

  private forget(): void {
    for (const [slot, view] of this.views) {
      view.destroy();
      this.desk.fields.delete(`${this.id}/${slot}`);
    }
    this.views.clear();
  }

  /** Words in slots that this type does not show: they are kept, and said to be there. */
  private paintAside(): void {
    const shown = new Set(this.definition?.fields.map(({ slot }) => slot) ?? []);
    const kept = [...this.desk.model.wordsOf(this.block)].filter(([slot]) => !shown.has(slot)).map(([, words]) => words);
    this.aside.hidden = !kept.length || !this.definition;
    this.aside.replaceChildren(el("summary", {}, say("set_aside")), el("p", { class: "soft" }, say("set_aside_why")), ...kept.map((words) => el("p", { class: "kept-words" }, words)));
  }

  /** Says who writes it, or wrote it. */
  paintWriter(): void {
    const writer = this.desk.page.writers[this.id];
    this.writer.textContent = writer ? say(writer.done ? "written_by" : "to_write_by", { who: writer.name }) : "";
    this.writer.hidden = !writer;
  }
}
