// Remember what Tab should stop at, in the order of the document, and how it looks at rest.
// One radio button of a group is enough: arrows lead to the others.
() => {
  const stops = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [contenteditable=true]";
  const groups = new Set();
  const first = (element) => {
    if (element.type !== "radio") return true;
    const chosen = element.form?.querySelector(`[type=radio][name="${CSS.escape(element.name)}"]:checked`);
    if (chosen && chosen !== element) return false;
    return !groups.has(element.name) && groups.add(element.name);
  };
  window.lookedAt = [...document.querySelectorAll(stops)].filter(
    (element) => element.tabIndex >= 0 && !element.disabled && first(element) &&
      element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }));
  window.shadowsAtRest = window.lookedAt.map((element) => getComputedStyle(element).boxShadow);
  return window.lookedAt.map((element) => element.outerHTML.slice(0, 100));
};
