/** The keys of the whole page, and the browser's own undoing. */
import { openHelp } from "./dialogs";
import { nameKeys } from "./keys";

interface Acts {
  undo(): void;
  redo(): void;
  /** Says whether everything is saved: there is nothing to save by hand. */
  tell(): void;
}

const TYPED = /^(INPUT|TEXTAREA|SELECT)$/;

export function listenToKeys(acts: Acts): void {
  nameKeys();
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || inDialog(event.target)) return;
    const act = actOf(event, acts);
    if (!act) return;
    event.preventDefault();
    act();
  });
  // What a menu or a shaken telephone undoes: the browser's own history of a field knows
  // nothing of what others typed in it.
  document.addEventListener("beforeinput", (event) => {
    const act = { historyUndo: acts.undo, historyRedo: acts.redo }[event.inputType];
    if (!act || !(event.target instanceof Element) || !event.target.closest("[data-field]")) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }, true);
}

/** A dialog has words of its own, which the text's history does not know. */
function inDialog(target: EventTarget | null): boolean {
  return (target instanceof Element && target.closest("dialog") !== null) || document.querySelector("dialog:modal") !== null;
}

function actOf(event: KeyboardEvent, acts: Acts): (() => void) | null {
  const { target } = event;
  const typing = target instanceof HTMLElement && (target.isContentEditable || TYPED.test(target.tagName));
  const command = (event.ctrlKey || event.metaKey) && !event.altKey;
  const key = event.key.toLowerCase();
  if ((key === "?" && !typing && !command) || (command && key === "/")) return openHelp;
  if (!command) return null;
  if (key === "z") return event.shiftKey ? acts.redo : acts.undo;
  if (key === "y") return acts.redo;
  return key === "s" ? acts.tell : null;
}
