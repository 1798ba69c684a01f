/** The blocks in their order, what one does with them, and the bin. */
import { askWriter } from "./assign";
import type { Desk } from "./desk";
import { BlockView, type Neighbours } from "./block";
import { arrange, byId, el } from "./dom";
import { movingKeys, moves } from "./keys";
import { type Choice, openMenu } from "./menu";
import type { Placed } from "./model";
import { type Field, say, type Writer } from "./page";
import { Refuge } from "./refuge";

export class BlockList implements Neighbours {
  private views = new Map<string, BlockView>();
  private place = byId("blocs");
  private bin = byId("corbeille");
  private dragged: string | null = null;
  private refuge = new Refuge();

  constructor(private desk: Desk) {
    desk.model.blocks.observeDeep(this.follow);
    this.render();
    this.place.addEventListener("keydown", this.press);
    this.place.addEventListener("dragstart", this.lift);
    this.place.addEventListener("dragover", this.hover);
    this.place.addEventListener("drop", this.drop);
    this.place.addEventListener("dragend", this.letGo);
    byId("premier-bloc").onclick = () => this.offerTypes(byId("premier-bloc"), null);
  }

  destroy(): void {
    this.desk.model.blocks.unobserveDeep(this.follow);
    this.place.removeEventListener("keydown", this.press);
    this.place.removeEventListener("dragstart", this.lift);
    this.place.removeEventListener("dragover", this.hover);
    this.place.removeEventListener("drop", this.drop);
    this.place.removeEventListener("dragend", this.letGo);
    for (const view of this.views.values()) view.destroy();
    this.views.clear();
  }

  setEditable(editable: boolean): void {
    for (const view of this.views.values()) view.setEditable(editable);
  }

  /** Somebody came into these blocks, or left them. */
  refresh(ids: Set<string>): void {
    for (const id of ids) this.views.get(id)?.refresh();
  }

  /** How one speaks of the block with this id: "Proposal 3". */
  nameOf(id: string): string {
    return this.views.get(id)?.name ?? "";
  }

  // -- What others and we change ----------------------------------------------------------

  private follow = (events: { path: (string | number)[]; transaction: { local: boolean } }[]): void => {
    if (!events.some(({ path }) => path.length <= 1)) return;
    const names = new Map([...this.views].map(([id, { name }]) => [id, name]));
    this.render();
    const lost = this.refuge.take();
    if (lost && !events[0]?.transaction.local) this.desk.note("block_gone", { block: names.get(lost) ?? "" });
  };

  private render(): void {
    const all = this.desk.model.all();
    const standing = all.filter(({ deleted }) => !deleted);
    const kept = new Set(standing.map(({ id }) => id));
    for (const [id, view] of this.views) {
      if (kept.has(id)) continue;
      this.refuge.leaves(id, view.element, (other) => kept.has(other), this.desk.fields);
      view.destroy();
      this.views.delete(id);
    }
    for (const { id, block } of standing) if (!this.views.has(id)) this.views.set(id, new BlockView(this.desk, id, block, this));
    arrange(this.place, standing.map(({ id }) => this.views.get(id)?.element).filter((each) => each !== undefined));
    this.number(standing);
    this.paintBin(all.filter(({ deleted }) => deleted));
    byId("sans-bloc").hidden = standing.length > 0;
    this.refuge.comeBack((id) => kept.has(id), this.desk.fields, this.desk.model.doc);
  }

  private number(standing: Placed[]): void {
    const counts = new Map<string, number>();
    for (const { id, type } of standing) {
      const rank = (counts.get(type) ?? 0) + 1;
      counts.set(type, rank);
      const label = this.labelOf(type);
      this.views.get(id)?.rename(type === "finding" || type === "proposal" ? `${label} ${rank}` : label);
    }
  }

  private labelOf(type: string): string {
    return this.desk.page.types.find(({ name }) => name === type)?.label ?? say("unknown_block");
  }

  // -- Menus --------------------------------------------------------------------------------

  choices(id: string): Choice[] {
    const view = this.views.get(id);
    const order = this.desk.model.standing().map((placed) => placed.id);
    const at = order.indexOf(id);
    if (!view || at < 0) return [];
    return [
      { label: say("move_up"), hint: movingKeys(-1, say("shift_key")), disabled: at === 0, act: () => this.shift(id, -1) },
      { label: say("move_down"), hint: movingKeys(1, say("shift_key")), disabled: at === order.length - 1, act: () => this.shift(id, 1) },
      ...this.remarking(view),
      ...this.kinOf(view),
      this.sharing(view),
      { label: say("to_bin"), act: () => this.discard(id), group: say("the_block") },
    ];
  }

  private remarking({ id, handle }: BlockView): Choice[] {
    const { remarks } = this.desk;
    if (!remarks) return [];
    const [group, tally] = [say("remarks"), remarks.tally(id)];
    const read = { label: say("see_remarks"), hint: tally, group, act: () => remarks.open(id, "", handle) };
    const write = { label: say("remark_block"), group, act: () => remarks.open(id, "remarquer", handle) };
    return [...(tally ? [read] : []), ...(remarks.told.may ? [write] : [])];
  }

  private sharing(view: BlockView): Choice {
    const { page } = this.desk;
    const group = say("the_block");
    if (!page.assigns) return { label: say("see_sharing"), href: `${page.urls.sharing}#blocs`, group };
    const done = (writer: Writer): void => {
      page.writers[view.id] = writer;
      view.paintWriter();
    };
    return { label: say("assign_block"), group, act: () => askWriter(page, () => this.desk.settle(), { block: view.id, name: view.name, done }) };
  }

  /** The types that show at least some of the words that the block has. */
  private kinOf(view: BlockView): Choice[] {
    const { model, page } = this.desk;
    const fields = page.types.find(({ name }) => name === view.type)?.fields ?? [];
    // What is carried along is not in the document, and would not come back.
    if (!fields.length || (fields.some(({ kind }) => kind === "table") && !model.isGrid(view.block))) return [];
    const words = model.wordsOf(view.block);
    const chosen = ({ slot, kind, initial }: Field): boolean => ["file", "flag", "option"].includes(kind) && ![undefined, null, "", false, initial].includes(view.block.get(slot) as string);
    const filled = fields.filter((field) => words.has(field.slot) || chosen(field));
    const telling = filled.filter(({ kind }) => kind !== "option" && kind !== "flag");
    const group = say("change_type");
    return page.types.flatMap(({ name, label, fields: others }) => {
      const shows = ({ slot }: Field): boolean => others.some((field) => field.slot === slot);
      if (name !== view.type && telling.length && !telling.some(shows)) return [];
      const aside = filled.filter((field) => !shows(field)).map((field) => field.label);
      const hint = aside.length ? say("sets_aside", { fields: aside.join(", ") }) : "";
      return [{ label, hint, group, checked: name === view.type, act: () => this.retype(view.id, name, hint) }];
    });
  }

  offerTypes(button: HTMLElement, after: string | null): void {
    const choices = this.desk.page.types.map(({ name, label, description, group }) => ({
      label,
      hint: description,
      group,
      act: () => this.add(name, after),
    }));
    openMenu(button, say("add_block"), choices);
  }

  // -- Acts ---------------------------------------------------------------------------------

  private add(type: string, after: string | null): void {
    this.desk.history.cut();
    const first = after ?? null;
    const id = this.desk.model.add(type, first);
    this.desk.history.cut();
    const view = this.views.get(id);
    view?.focus();
    view?.element.scrollIntoView({ block: "nearest" });
    this.desk.announce(say("block_added", { block: this.nameOf(id) }));
  }

  private retype(id: string, type: string, hint: string): void {
    this.desk.history.cut();
    this.desk.model.retype(id, type);
    this.desk.history.cut();
    const block = this.nameOf(id);
    if (hint) this.desk.note("block_retyped_aside", { block, aside: hint });
    else this.desk.announce(say("block_retyped", { block }));
  }

  private discard(id: string): void {
    const name = this.nameOf(id);
    const next = this.neighbour(id, 1) ?? this.neighbour(id, -1);
    this.desk.history.cut();
    this.desk.model.discard(id, true);
    this.desk.history.cut();
    this.desk.note("block_binned", { block: name });
    (next ? this.views.get(next)?.handle : byId("premier-bloc"))?.focus();
  }

  private neighbour(id: string, step: number): string | undefined {
    const order = this.desk.model.standing().map((placed) => placed.id);
    return order[order.indexOf(id) + step];
  }

  /** Moves a block one place; the caret stays in it. */
  private shift(id: string, step: -1 | 1): void {
    const order = this.desk.model.standing().map((placed) => placed.id);
    const at = order.indexOf(id);
    if (at + step < 0 || at + step >= order.length) return;
    this.move(id, order[step < 0 ? at - 2 : at + 1] ?? null);
  }

  private move(id: string, after: string | null): void {
    this.desk.history.cut();
    this.desk.model.move(id, after);
    this.desk.history.cut();
    const order = this.desk.model.standing().map((placed) => placed.id);
    this.views.get(id)?.element.scrollIntoView({ block: "nearest" });
    this.desk.announce(say("block_moved", { block: this.nameOf(id), place: order.indexOf(id) + 1, count: order.length }));
  }

  private press = (event: KeyboardEvent): void => {
    const step = moves(event);
    const id = this.idAt(event.target);
    // A list of choices opens with such keys.
    if (!step || !id || !this.desk.editable || event.target instanceof HTMLSelectElement) return;
    event.preventDefault();
    this.shift(id, step);
  };

  private idAt(target: EventTarget | null): string | null {
    const block = target instanceof Element ? target.closest<HTMLElement>("[data-block]") : null;
    return block?.dataset.block ?? null;
  }

  // -- With a mouse ---------------------------------------------------------------------------

  private lift = (event: DragEvent): void => {
    const handle = event.target instanceof Element ? event.target.closest(".grip") : null;
    if (!handle || !event.dataTransfer) return;
    this.dragged = this.idAt(handle);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("application/x-bloc", this.dragged ?? "");
    const view = this.dragged ? this.views.get(this.dragged) : null;
    view?.element.toggleAttribute("data-dragged", true);
  };

  private hover = (event: DragEvent): void => {
    const over = this.overAt(event);
    if (!over) return;
    event.preventDefault();
    this.unmark();
    over.element.dataset.drop = over.above ? "above" : "below";
  };

  private overAt(event: DragEvent): { element: HTMLElement; id: string; above: boolean } | null {
    const id = this.dragged ? this.idAt(event.target) : null;
    const element = id ? this.views.get(id)?.element : null;
    if (!id || !element || id === this.dragged) return null;
    const { top, height } = element.getBoundingClientRect();
    return { element, id, above: event.clientY < top + height / 2 };
  }

  private drop = (event: DragEvent): void => {
    const over = this.overAt(event);
    if (over && this.dragged) {
      event.preventDefault();
      const order = this.desk.model.standing().map(({ id }) => id).filter((id) => id !== this.dragged);
      const at = order.indexOf(over.id);
      this.move(this.dragged, (over.above ? order[at - 1] : over.id) ?? null);
    }
    this.letGo();
  };

  private letGo = (): void => {
    this.unmark();
    if (this.dragged) this.views.get(this.dragged)?.element.removeAttribute("data-dragged");
    this.dragged = null;
  };

  private unmark(): void {
    for (const marked of this.place.querySelectorAll("[data-drop]")) marked.removeAttribute("data-drop");
  }

  // -- The bin ----------------------------------------------------------------------------------

  private paintBin(deleted: Placed[]): void {
    this.bin.hidden = !deleted.length;
    byId("corbeille-compte").textContent = String(deleted.length);
    byId("corbeille-blocs").replaceChildren(...deleted.map((placed) => this.binned(placed)));
  }

  private binned({ id, block, type }: Placed): HTMLElement {
    const known = this.desk.model.wordsOf(block);
    const words = known.get("title") ?? known.values().next().value ?? "";
    const short = words.length > 90 ? `${words.slice(0, 90)}…` : words;
    const back = (): void => {
      this.desk.history.cut();
      this.desk.model.discard(id, false);
      this.desk.history.cut();
      this.views.get(id)?.handle.focus();
      this.desk.announce(say("block_back", { block: this.nameOf(id) }));
    };
    const words_ = say("bring_back_block", { block: this.labelOf(type), words: short });
    return el("li", {}, el("span", { class: "block-kind" }, this.labelOf(type)), el("span", {}, short || say("empty_block")), el("button", { type: "button", class: "quiet-button edits", "aria-label": words_, onclick: back }, say("bring_back")));
  }
}
