// Where the focus is: its place in the order, whether it is seen, whether anything hides it.
() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const at = window.lookedAt.indexOf(element);
  const style = getComputedStyle(element);
  const clear = /^(transparent|rgba\(.*, 0\))$/;
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1 && !clear.test(style.outlineColor);
  const shadowed = style.boxShadow !== "none" && style.boxShadow !== window.shadowsAtRest[at];
  const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
  const x = box.left + box.width / 2, y = box.top + Math.min(box.height, innerHeight) / 2;
  const top = document.elementFromPoint(x, y);
  const related = top !== null && (top === element || element.contains(top) || top.contains(element) || [...(element.labels ?? [])].some((l) => l.contains(top)));
  return { at, seen: outlined || shadowed, uncovered: related, html: element.outerHTML.slice(0, 100), scrolls: at < 0 };
};
