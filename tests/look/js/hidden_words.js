// The words of the main part that nobody can come to: hidden, and in nothing that opens.
() => {
  const main = document.querySelector("main");
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const hidden = [];
  let words = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const around = node.parentElement;
    if (!node.data.trim() || around.closest("button, option, script, style, noscript, template, svg, datalist")) continue;
    words += node.data.trim().split(/\s+/).length;
    const shown = around.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    if (!shown && !around.closest("details:not([open])")) hidden.push(node.data.trim().slice(0, 80));
  }
  return [hidden, words];
};
