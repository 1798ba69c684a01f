/** The panel beside the text: the server's own page of a block's remarks, and its forms. */
import { el } from "./dom";
import type { Mark } from "./marked";
import { say } from "./page";
import type { Passage } from "./passages";
import type { Remarked, Way } from "./remarks";
import * as typed from "./typed";

/** What the panel shows: a block's remarks, on which words one writes, and where to go back. */
export interface Shown {
  block: string;
  way: Way;
  about: Passage | null;
  remark: number | null;
  back: HTMLElement | null;
  /** Shown beside the text, where there is room, to who goes on writing in it. */
  quietly: boolean;
}

const ASKING = { "X-Fragment": "1", "X-Requested-With": "XMLHttpRequest" };
/** From here on there is room for the text beside the panel: one goes on writing in it. */
const WIDE = "(width >= 62.5rem)";

export class Panel {
  private title = el("h2", { id: "remarques-titre", tabindex: -1 }, say("remarks"));
  private status = el("p", { class: "notice", role: "status", hidden: true });
  private body = el("div");
  private ways = el("p", { class: "panel-ways" });
  private dialog = el(
    "dialog",
    { class: "remarks-panel", "aria-labelledby": "remarques-titre", onkeydown: (event: KeyboardEvent) => this.press(event), onclose: () => this.closed() },
    el("header", { role: "none" }, this.title, el("button", { type: "button", class: "quiet-button", onclick: () => this.dialog.close() }, say("close"))),
    this.ways,
    this.status,
    this.body,
  );
  private shown: Shown | null = null;

  constructor(
    private told: Remarked,
    /** Nobody else is given what this person typed. */
    private person: number,
    /** Waits until the server has what was typed; a passage of it can be found then. */
    private settle: () => Promise<boolean>,
    private learn: (block: string, count: [number, number], marks: Mark[]) => void,
  ) {
    document.body.append(this.dialog);
  }

  async show(shown: Shown): Promise<void> {
    const wide = matchMedia(WIDE).matches;
    if (shown.quietly && !wide) return;
    this.shown = shown;
    this.body.replaceChildren();
    this.tell("");
    this.offerWays();
    if (!this.dialog.open) {
      // `show` would take the focus.
      if (wide) this.dialog.open = true;
      else this.dialog.showModal();
    }
    if (!shown.quietly) this.title.focus();
    this.body.setAttribute("aria-busy", "true");
    const html = await this.get(shown.block, shown.way);
    if (this.shown !== shown) return;
    this.body.removeAttribute("aria-busy");
    if (html !== null) this.fill(html);
  }

  /** The open remarks of a block, without showing them; null when the server does not say. */
  async ask(block: string): Promise<Mark[] | null> {
    const html = await this.get(block, "", false);
    return html === null ? null : marksIn(parsed(html));
  }

  private async get(block: string, way: Way, aloud = true): Promise<string | null> {
    try {
      const answer = await this.request(block, way);
      if (answer.ok) return await answer.text();
      if (aloud) await this.explain(answer);
    } catch {
      if (aloud) this.tell(say("remarks_unreachable"), true);
    }
    return null;
  }

  private request(block: string, way: Way): Promise<Response> {
    const query = new URLSearchParams({ fragment: "1", mode: way, version: this.told.version });
    return fetch(`${this.told.block.replace("BLOC", encodeURIComponent(block))}?${query}`, { headers: ASKING });
  }

  private fill(html: string): void {
    const { shown } = this;
    if (!shown) return;
    // Made by the server's templates, which write what people typed as words.
    const made = parsed(html);
    this.body.replaceChildren(...made.body.childNodes);
    // Nothing leads away from the words that one is writing.
    for (const link of this.body.querySelectorAll("a")) link.target = "_blank";
    for (const form of this.body.querySelectorAll("form")) this.dress(form);
    const tally = this.body.querySelector<HTMLElement>("[data-all]");
    if (tally) this.learn(shown.block, [Number(tally.dataset.open), Number(tally.dataset.all)], marksIn(this.body));
    const form = this.body.querySelector<HTMLFormElement>("form[data-new]");
    const reached = shown.remark ? this.body.querySelector<HTMLElement>(`#remarque-${shown.remark}`) : null;
    if (reached) reached.tabIndex = -1;
    if (shown.quietly) return reached?.scrollIntoView({ block: "nearest" });
    (reached ?? (shown.way && form ? (field(form, "replacement") ?? field(form, "words")) : null) ?? this.title).focus();
  }

  private dress(form: HTMLFormElement): void {
    const about = form.matches("[data-new]") ? this.shown?.about : null;
    if (about) {
      for (const [name, value] of Object.entries({ ...about, replacement: about.quote })) {
        const input = field(form, name);
        if (input) input.value = value;
      }
      const said = form.querySelector<HTMLElement>("[data-passage]");
      if (said) {
        said.textContent = about.quote;
        said.hidden = false;
      }
      form.querySelector("[data-quote]")?.setAttribute("hidden", "");
    }
    this.kept.give(form);
    const names = form.querySelector<HTMLElement>("[data-mention]");
    if (names) {
      names.hidden = false;
      names.querySelector("select")?.addEventListener("change", ({ target }) => this.mention(form, target as HTMLSelectElement));
    }
    form.addEventListener("input", () => this.kept.take(form));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send(form, event.submitter as HTMLButtonElement | null);
    });
  }

  private mention(form: HTMLFormElement, { value, options }: HTMLSelectElement): void {
    const area = field(form, "words");
    if (!area || !value) return;
    area.setRangeText(`@${value} `, area.selectionStart ?? 0, area.selectionEnd ?? 0, "end");
    options.selectedIndex = 0;
    area.focus();
    this.kept.take(form);
  }

  private async send(form: HTMLFormElement, button: HTMLButtonElement | null): Promise<void> {
    if (form.hasAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    const fields = new FormData(form, button);
    this.tell("");
    if (!(await this.settle())) this.tell(say("naming_waits"), true);
    else await this.post(form, fields);
    form.removeAttribute("aria-busy");
  }

  private async post(form: HTMLFormElement, body: FormData): Promise<void> {
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: ASKING });
      if (!answer.ok) return await this.explain(answer);
      this.kept.drop(form);
      if (this.shown) Object.assign(this.shown, { way: "", about: null, remark: null, quietly: false });
      this.offerWays();
      this.fill(await answer.text());
      this.tell(form.dataset.done || say("remarks_done"));
    } catch {
      this.tell(say("remarks_unreachable"), true);
    }
  }

  private async explain(answer: Response): Promise<void> {
    if (answer.status === 401) return this.tell(say("remarks_signed_out"), true);
    const { errors = [] } = (await answer.json().catch(() => ({}))) as { errors?: string[] };
    const out = !errors.length && answer.status === 403 && (await this.renew());
    this.tell(errors.join(" ") || say(out ? "remarks_signed_out" : "remarks_unreachable"), true);
  }

  /** Who signed in again meanwhile has another token; true for who is signed out. */
  private async renew(): Promise<boolean> {
    if (!this.shown) return false;
    const page = await this.request(this.shown.block, "remarquer").catch(() => null);
    if (!page?.ok) return page?.status === 401;
    const tokens = (place: ParentNode): NodeListOf<HTMLInputElement> => place.querySelectorAll("[name=csrfmiddlewaretoken]");
    const fresh = tokens(parsed(await page.text()))[0]?.value;
    if (fresh) for (const token of tokens(this.body)) token.value = fresh;
    return false;
  }

  private tell(words: string, bad = false): void {
    this.status.textContent = words;
    this.status.classList.toggle("danger", bad);
    this.status.hidden = !words;
  }

  /** The other way to speak of the same words. */
  private offerWays(): void {
    const { shown } = this;
    const proposes = shown?.way === "remarquer";
    const way: Way = proposes ? "proposer" : "remarquer";
    this.ways.hidden = !shown || !this.told.may || (proposes && !shown.about);
    this.ways.replaceChildren(el("button", { type: "button", class: "quiet-button", onclick: () => shown && void this.show({ ...shown, way, remark: null, quietly: false }) }, say(proposes ? "propose_words" : "remark")));
  }

  private press(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    this.dialog.close();
  }

  private closed(): void {
    const back = this.shown?.back;
    this.shown = null;
    this.body.replaceChildren();
    back?.focus();
  }

  private kept = {
    key: (form: HTMLFormElement): string => `remarque ${this.person} ${this.told.list} ${this.shown?.block} ${form.getAttribute("action")} ${form.dataset.mode ?? ""}`,
    quote: (form: HTMLFormElement): string => (form.matches("[data-new]") && this.shown?.about?.quote) || "",
    take: (form: HTMLFormElement): void => store(() => typed.take(sessionStorage, this.kept.key(form), this.kept.quote(form), typedIn(form))),
    drop: (form: HTMLFormElement): void => store(() => typed.drop(sessionStorage, this.kept.key(form), this.kept.quote(form))),
    give: (form: HTMLFormElement): void =>
      store(() => {
        const words = typed.give(sessionStorage, this.kept.key(form), this.kept.quote(form));
        for (const [name, value] of Object.entries(words)) {
          const input = field(form, name);
          if (input) input.value = value;
        }
      }),
  };
}

function typedIn(form: HTMLFormElement): typed.Typed {
  const fields = ["quote", "replacement", "words"].map((name) => field(form, name));
  return Object.fromEntries(fields.flatMap((input) => (input ? [[input.name, input.value]] : [])));
}

/** Some private windows store nothing. */
function store(act: () => void): void {
  try {
    act();
  } catch {
    // What was typed is in the form.
  }
}

function parsed(html: string): Document {
  return new DOMParser().parseFromString(html, "text/html");
}

function marksIn(place: ParentNode): Mark[] {
  return JSON.parse(place.querySelector("#reperes-du-bloc")?.textContent || "[]") as Mark[];
}

function field(form: HTMLFormElement, name: string): HTMLInputElement | HTMLTextAreaElement | null {
  const found = form.elements.namedItem(name);
  return found instanceof HTMLInputElement || found instanceof HTMLTextAreaElement ? found : null;
}
