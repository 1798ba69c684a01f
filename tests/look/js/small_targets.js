// Buttons, fields and links outside running text that are under 24 CSS pixels.
// A checkbox or a radio button is as large as the label that also presses it.
() => {
  const LEAST = 23.5;
  const describe = (element, box) =>
    `${Math.round(box.width)} × ${Math.round(box.height)} ${element.outerHTML.slice(0, 120)}`;
  const inWords = (link) => {
    if (getComputedStyle(link).display !== "inline") return false;
    const around = link.closest("p, li, dd, dt, td, th, figcaption, blockquote, small, label, div");
    return around.innerText.trim().length > link.innerText.trim().length;
  };
  const boxOf = (element) => {
    const boxes = [element, ...(element.matches("[type=checkbox], [type=radio]") ? element.labels : [])]
      .map((part) => part.getBoundingClientRect());
    const left = Math.min(...boxes.map((b) => b.left)), right = Math.max(...boxes.map((b) => b.right));
    const top = Math.min(...boxes.map((b) => b.top)), bottom = Math.max(...boxes.map((b) => b.bottom));
    return { width: right - left, height: bottom - top, right, bottom };
  };
  // A link to skip with is a pixel large, or outside, until it has the focus.
  const onScreen = (box) => box.width > 1 && box.height > 1 && box.right > 0 && box.bottom > 0;
  const pressed = "a[href], button, summary, select, textarea, input:not([type=hidden])";
  return [...document.querySelectorAll(pressed)]
    .filter((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .filter((element) => !element.matches("a") || !inWords(element))
    .map((element) => [element, boxOf(element)])
    .filter(([, box]) => onScreen(box))
    .filter(([, box]) => box.width < LEAST || box.height < LEAST)
    .map(([element, box]) => describe(element, box));
};
