// Words that keep colours of their own when the person has chosen all colours.
() =>
  [...document.querySelectorAll("body *")]
    .filter((element) => getComputedStyle(element).forcedColorAdjust === "none")
    .filter((element) => !element.closest("svg") && element.checkVisibility() && element.innerText.trim())
    .map((element) => element.outerHTML.slice(0, 120));
