/** The tools of the rich field in which one writes: one stop for Tab, arrows inside. */
import type { Editor } from "@tiptap/core";

import { el, tool } from "./dom";
import { say } from "./page";

interface Tool {
  button: HTMLButtonElement;
  pressed: () => boolean;
}

export class Toolbar {
  readonly element: HTMLElement;
  private tools: Tool[];

  constructor(
    private editor: Editor,
    name: string,
    link: () => void,
  ) {
    const chain = (): ReturnType<Editor["chain"]> => editor.chain().focus();
    this.tools = [
      this.make("bold", "bold", () => chain().toggleBold().run(), () => editor.isActive("bold")),
      this.make("italic", "italic", () => chain().toggleItalic().run(), () => editor.isActive("italic")),
      this.make("link", "link", link, () => editor.isActive("link")),
      this.make("bullets", "bullets", () => chain().toggleBulletList().run(), () => editor.isActive("bulletList")),
      this.make("numbers", "numbers", () => chain().toggleOrderedList().run(), () => editor.isActive("orderedList")),
    ];
    this.element = el(
      "div",
      { class: "toolbar", role: "toolbar", "aria-label": say("tools_of", { field: name }), onkeydown: (event: KeyboardEvent) => this.steer(event) },
      ...this.tools.map(({ button }) => button),
    );
  }

  focus(): void {
    this.tools.find(({ button }) => button.tabIndex === 0)?.button.focus();
  }

  paint(): void {
    for (const { button, pressed } of this.tools) button.setAttribute("aria-pressed", String(pressed()));
  }

  private make(drawing: string, words: string, act: () => void, pressed: () => boolean): Tool {
    const first = drawing === "bold";
    const button = tool(drawing, say(words), act, { tabindex: first ? 0 : -1, "aria-pressed": "false" });
    // A press must not take the caret out of the text first.
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    return { button, pressed };
  }

  private steer(event: KeyboardEvent): void {
    const at = this.tools.findIndex(({ button }) => button === document.activeElement);
    const last = this.tools.length - 1;
    const steps: Record<string, number> = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at ? at - 1 : last, Home: 0, End: last };
    if (event.key === "Escape") {
      event.preventDefault();
      this.editor.commands.focus();
    } else if (event.key in steps) {
      event.preventDefault();
      this.tools.forEach(({ button }, place) => {
        button.tabIndex = place === steps[event.key] ? 0 : -1;
        if (place === steps[event.key]) button.focus();
      });
    }
  }
}
