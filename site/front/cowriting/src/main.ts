/** The page in which members write one text together. */
import { Announcer } from "./announcer";
import { watchBar } from "./bar";
import { offerRemarks } from "./chosen";
import { byId } from "./dom";
import { offerNaming, openHelp } from "./dialogs";
import { showLeftovers } from "./leftovers";
import { raiseMast } from "./notices";
import { readPage, say } from "./page";
import { Pending } from "./pending";
import { Remarks } from "./remarks";
import { Session } from "./session";
import { listenToKeys } from "./shortcuts";
import { Status } from "./status";

async function begin(): Promise<void> {
  const page = readPage();
  raiseMast();
  const announcer = new Announcer();
  const status = new Status(announcer);
  const pending = new Pending(page.person, page.page);
  await pending.open();
  let session: Session;
  const remarks = Remarks.of(page, () => session);
  const start = (epoch: number | null, former: Session | null): void => {
    session = new Session(page, status, pending, announcer, remarks, restart, former);
    session.start(epoch);
  };
  let asked = 0;
  /** Another life of the document: this one holds what the server does not. */
  function restart(wait = 300): void {
    clearTimeout(asked);
    asked = window.setTimeout(() => {
      const { epoch } = session.provider;
      session.retire();
      start(epoch || page.epoch, session.shown);
    }, wait);
  }
  await showLeftovers(pending, page.epoch).catch((error: unknown) => console.error(error));
  start(page.epoch, null);
  listen(() => session);
  if (remarks) offerRemarks(() => session, remarks);
  watchBar();
  offerNaming(() => session.provider.settle(5_000));
}

function listen(session: () => Session): void {
  byId("annuler").addEventListener("click", () => session().history.undo());
  byId("retablir").addEventListener("click", () => session().history.redo());
  byId("aide-ouvrir").addEventListener("click", openHelp);
  addEventListener("beforeunload", (event) => {
    if (session().atRisk) event.preventDefault();
  });
  listenToKeys({
    undo: () => session().history.undo(),
    redo: () => session().history.redo(),
    tell: () => session().note(session().provider.unsaved ? "status_saving" : "status_saved"),
  });
  for (const details of document.querySelectorAll<HTMLDetailsElement>("details.drop"))
    document.addEventListener("pointerdown", ({ target }) => {
      if (target instanceof Node && !details.contains(target)) details.open = false;
    });
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" ? document.querySelector<HTMLDetailsElement>("details.drop[open]") : null;
    if (!open) return;
    open.open = false;
    open.querySelector("summary")?.focus();
  });
}

begin().catch((error: unknown) => {
  byId("attente").textContent = say("broken");
  throw error;
});
