/** The dialog that gives words an address, changes it, or takes it away. */
import type { Editor } from "@tiptap/core";

import { byId } from "./dom";
import { say } from "./page";
import { completed } from "./schema";

/** Asks for the address of the selected words, or of the link under the caret. */
export function askLink(editor: Editor): void {
  const dialog = byId<HTMLDialogElement>("lien");
  const input = byId<HTMLInputElement>("lien-adresse");
  const problem = byId("lien-erreur");
  const known = byId("lien-connu");
  const { href, linktype } = editor.getAttributes("link") as { href?: string; linktype?: string };
  const active = editor.isActive("link");
  input.value = href ?? "";
  known.hidden = !linktype;
  known.textContent = linktype ? say(linktype === "document" ? "link_to_file" : "link_to_page") : "";
  problem.hidden = true;
  input.removeAttribute("aria-invalid");
  byId("lien-oter").hidden = !active;
  const chain = (): ReturnType<Editor["chain"]> => editor.chain().focus().extendMarkRange("link");
  const submit = (event: SubmitEvent): void => {
    const pressed = event.submitter?.getAttribute("value");
    if (pressed === "remove") chain().unsetMark("link").run();
    if (pressed !== "set") return;
    const address = completed(input.value);
    if (!address) {
      event.preventDefault();
      problem.hidden = false;
      input.setAttribute("aria-invalid", "true");
      input.focus();
      return;
    }
    write(editor, chain, address, active);
  };
  dialog.addEventListener("submit", submit);
  dialog.addEventListener(
    "close",
    () => {
      dialog.removeEventListener("submit", submit);
      editor.commands.focus();
    },
    { once: true },
  );
  dialog.showModal();
}

function write(editor: Editor, chain: () => ReturnType<Editor["chain"]>, address: string, active: boolean): void {
  const link = { href: address, linktype: null, id: null };
  if (active || !editor.state.selection.empty) {
    chain().setMark("link", link).run();
    return;
  }
  const words = address.replace(/^(https?:\/\/|mailto:|tel:)/, "");
  editor.chain().focus().insertContent({ type: "text", text: words, marks: [{ type: "link", attrs: link }] }).run();
}
