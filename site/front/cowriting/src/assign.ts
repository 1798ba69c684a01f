/** The dialog that entrusts a block to somebody; the text stays where it is. */
import { answering, posted, showProblem } from "./dialogs";
import { byId, el } from "./dom";
import { note } from "./notices";
import { type Writer, say, type Page } from "./page";

interface Asking {
  block: string;
  name: string;
  done(writer: Writer): void;
}

let asking: Asking | null = null;
let ready = false;

/** Asks to whom the block goes; `settle` waits until the server has it. */
export function askWriter(page: Page, settle: () => Promise<boolean>, asked: Asking): void {
  asking = asked;
  if (!ready) prepare(page, settle);
  ready = true;
  showProblem("confier", "");
  byId<HTMLInputElement>("confier-bloc").value = asked.block;
  byId("confier-quoi").textContent = asked.name;
  byId<HTMLDialogElement>("confier").showModal();
}

function prepare(page: Page, settle: () => Promise<boolean>): void {
  byId("confier-qui").append(...page.people.map(([key, name]) => el("option", { value: key }, name)));
  answering("confier", async (form) => {
    if (!(await settle())) return say("naming_waits");
    const { failure, said } = await posted(form, say("assigning_failed"));
    if (failure || !asking) return failure;
    asking.done({ name: String(said.name ?? ""), done: false });
    note(say("assigned", { block: asking.name, who: String(said.name ?? "") }));
    return "";
  });
}
