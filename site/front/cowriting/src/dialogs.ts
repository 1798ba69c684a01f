/** The dialogs that ask the server: the name of a version; and the help for the keyboard. */
import { byId, el } from "./dom";
import { say } from "./page";
import { note } from "./notices";

export function openHelp(): void {
  byId<HTMLDialogElement>("aide").showModal();
}

/** Asks for a name, waits until everything typed is safe, then asks the server: once. */
export function offerNaming(settle: () => Promise<boolean>): void {
  const dialog = byId<HTMLDialogElement>("nommer");
  byId("nommer-ouvrir").addEventListener("click", () => {
    showProblem("nommer", "");
    dialog.showModal();
  });
  answering("nommer", async (form) => {
    if (!(await settle())) return say("naming_waits");
    const { failure, said } = await posted(form, say("naming_failed"));
    if (!failure) note(say("named", { number: String(said.number ?? ""), label: String(said.label ?? "") }));
    return failure;
  });
}

/**
 * Sends the form of the dialog `name` by `send`, which gives what went wrong in a sentence,
 * "" when all is well: the dialog closes then. A second press meanwhile does nothing.
 */
export function answering(name: string, send: (form: HTMLFormElement) => Promise<string>): void {
  const form = byId<HTMLFormElement>(`${name}-formulaire`);
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]:not([formmethod])");
  let sending = false;
  form.addEventListener("submit", (event) => {
    if (event.submitter?.getAttribute("formmethod") === "dialog") return;
    event.preventDefault();
    if (sending) return;
    sending = true;
    // Said and not taken away: a button that is disabled loses the focus.
    button?.setAttribute("aria-disabled", "true");
    void send(form).then((failure) => {
      showProblem(name, failure);
      if (failure) return;
      form.reset();
      byId<HTMLDialogElement>(name).close();
    }).finally(() => {
      sending = false;
      button?.removeAttribute("aria-disabled");
    });
  });
}

/** What went wrong, beside the control that it is about. */
export function showProblem(name: string, problem: string): void {
  const place = byId(`${name}-erreur`);
  place.hidden = !problem;
  place.replaceChildren(problem ? el("span", {}, problem) : "");
  for (const control of document.querySelectorAll(`[aria-describedby~="${name}-erreur"]`))
    if (problem) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
}

interface Answer {
  failure: string;
  said: Record<string, unknown>;
}

/** The server's answer to a form: what it said, and what went wrong, `otherwise` if it does not say. */
export async function posted(form: HTMLFormElement, otherwise: string): Promise<Answer> {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" } });
    const said = (await answer.json()) as Record<string, unknown>;
    return { failure: answer.ok ? "" : String(said.error ?? otherwise), said };
  } catch {
    return { failure: otherwise, said: {} };
  }
}
