/** How much of the window the header covers: what is scrolled to stands below it. */

/** Pixels that the tools of a field take below the header. */
const TOOLS = 56;

let covers = 0;

/** Measures the header whenever it changes, and tells the style sheet. */
export function watchBar(): void {
  const bar = document.querySelector<HTMLElement>(".desk-bar");
  const second = document.getElementById("annuler");
  if (!bar || !second) return;
  const measure = (): void => {
    const { style } = document.documentElement;
    const { position } = getComputedStyle(bar);
    const { top, height } = bar.getBoundingClientRect();
    // On a narrow screen the line with the name goes, and the one with the tools stays.
    const two = second.getBoundingClientRect().top - top;
    const gone = two > 30 ? Math.round(two) : 0;
    covers = position === "sticky" ? Math.round(height) - gone : 0;
    style.setProperty("--bar", `${covers}px`);
    style.setProperty("--bar-gone", `${gone}px`);
  };
  new ResizeObserver(measure).observe(bar);
  addEventListener("resize", measure);
  measure();
}

/** Room that a caret is given at the top and at the foot of the window, in pixels. */
export const CARET_ROOM = {
  get top(): number {
    return covers + TOOLS;
  },
  bottom: 24,
  left: 0,
  right: 0,
};
