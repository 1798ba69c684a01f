/** A menu that opens under its button: arrows, Home, End, first letters, Escape. */
import { el } from "./dom";

export interface Choice {
  label: string;
  hint?: string;
  group?: string;
  checked?: boolean;
  disabled?: boolean;
  href?: string;
  act?: () => void;
}

let close: (back: boolean) => void = () => undefined;

/** Shows `choices` under `button`; a second call for the same button closes it. */
export function openMenu(button: HTMLElement, name: string, choices: Choice[]): void {
  const again = button.getAttribute("aria-expanded") === "true";
  close(again);
  if (again) return;
  const menu = el("div", { class: "menu", role: "menu", "aria-label": name });
  fill(menu, choices);
  button.after(menu);
  fit(menu, button);
  button.setAttribute("aria-expanded", "true");
  const outside = (event: Event): void => {
    const { target } = event;
    if (target instanceof Node && !menu.contains(target) && !button.contains(target)) close(false);
  };
  close = (back) => {
    menu.remove();
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    document.removeEventListener("focusin", outside, true);
    close = () => undefined;
    if (back) button.focus();
  };
  menu.addEventListener("keydown", (event) => steer(menu, event));
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("focusin", outside, true);
  goTo(items(menu)[0]);
}

/** One item at a time is a stop for Tab, as in every menu. */
function goTo(item: HTMLElement | undefined): void {
  if (!item) return;
  for (const other of item.closest<HTMLElement>(".menu")?.querySelectorAll<HTMLElement>(".menu-item") ?? []) other.tabIndex = -1;
  item.tabIndex = 0;
  item.focus();
}

/** Under the button, or above it where there is more room; never taller than the room. */
function fit(menu: HTMLElement, button: HTMLElement): void {
  const { top, bottom } = button.getBoundingClientRect();
  const header = document.querySelector(".desk-bar")?.getBoundingClientRect().bottom ?? 0;
  const [above, below] = [top - header - 8, innerHeight - bottom - 8];
  const up = menu.offsetHeight > below && above > below;
  menu.toggleAttribute("data-up", up);
  menu.style.maxBlockSize = `${Math.max(176, up ? above : below)}px`;
}

function fill(menu: HTMLElement, choices: Choice[]): void {
  let holder: HTMLElement = menu;
  let group = "";
  for (const choice of choices) {
    if (choice.group && choice.group !== group) {
      holder = el("div", { role: "group", class: "menu-group", "aria-label": choice.group }, el("p", { class: "menu-name", "aria-hidden": "true" }, choice.group));
      menu.append(holder);
    } else if (!choice.group) holder = menu;
    group = choice.group ?? "";
    holder.append(itemOf(choice));
  }
}

function itemOf(choice: Choice): HTMLElement {
  const words = [el("span", { class: "menu-label" }, choice.label), choice.hint ? el("span", { class: "menu-hint" }, choice.hint) : null];
  const common = { role: choice.checked === undefined ? "menuitem" : "menuitemradio", tabindex: -1, class: "menu-item", "aria-checked": choice.checked };
  if (choice.href) return el("a", { ...common, href: choice.href }, ...words);
  const act = (): void => {
    if (choice.disabled) return;
    close(true);
    choice.act?.();
  };
  const checked = choice.checked === undefined ? null : String(choice.checked);
  return el("button", { ...common, "aria-checked": checked, type: "button", "aria-disabled": choice.disabled ? "true" : null, onclick: act }, ...words);
}

function items(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>(".menu-item")];
}

function steer(menu: HTMLElement, event: KeyboardEvent): void {
  const all = items(menu);
  const at = all.indexOf(document.activeElement as HTMLElement);
  const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 };
  if (event.key === "Escape" || event.key === "Tab") {
    event.stopPropagation();
    if (event.key === "Escape") event.preventDefault();
    close(true);
  } else if (event.key in steps) {
    event.preventDefault();
    goTo(all[(steps[event.key] ?? 0) % all.length]);
  } else if (/^\p{L}$/u.test(event.key) && !event.ctrlKey && !event.metaKey) {
    const rest = [...all.slice(at + 1), ...all.slice(0, at + 1)];
    goTo(rest.find((item) => item.textContent?.toLocaleLowerCase().startsWith(event.key.toLocaleLowerCase())));
  }
}
