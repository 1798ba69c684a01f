/* Which words of a text were chosen, and where words stand in it today: what `remarks.js`
   asks of a page, as `passages`. */
globalThis.passages = (() => {
  "use strict";
  const AROUND = 60;
  /* What stands in a block and is no word of its author's. */
  const OURS = ".block-tools, .rank, dt, .label, .life, .visually-hidden, .kicker, .banner, .notice, .strip, .fiction, [data-ours]";
  const PLACES = ".bloc[id^='bloc-'], [data-block], section.bloc[aria-labelledby='methode']";
  /* A remark is about one field: these hold one each. */
  const FIELDS = "h1, .standfirst, h2, h3, h4, dd, .example, figcaption, blockquote, td, th, strong";

  const keyOf = (place) => place.dataset.block || place.id.slice("bloc-".length) || "page";
  const placeOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(PLACES);
  const fieldOf = (node, place) => { const field = node.parentElement.closest(FIELDS); return field && place.contains(field) ? field : place; };
  const folded = (char) => (/\s/.test(char) ? "" : char.replace(/[’ʼ]/, "'").replace(/[«»“”]/, '"'));

  function textsOf(place) {
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest(OURS) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  }

  /* What of `range` lies in its first field: the words, those around them, and whether
     anything was left out. */
  function choiceOf(range) {
    const place = placeOf(range.startContainer) ?? placeOf(range.commonAncestorContainer);
    if (!place) return null;
    let before = "", quote = "", after = "", field = null, cut = !place.contains(range.endContainer) && range.endOffset > 0;
    const kept = document.createRange();
    for (const node of textsOf(place)) {
      const start = range.startContainer === node ? range.startOffset : range.comparePoint(node, 0) < 0 ? node.length : 0;
      const end = range.endContainer === node ? range.endOffset : range.comparePoint(node, node.length) > 0 ? 0 : node.length;
      const words = range.intersectsNode(node) ? node.data.slice(start, Math.max(start, end)) : "";
      if (words.trim() && !field) { field = fieldOf(node, place); kept.setStart(node, start); }
      if (!field) { before += node.data; continue; }
      if (fieldOf(node, place) !== field) { cut ||= Boolean(words.trim()); continue; }
      if (words) { if (!quote) before += node.data.slice(0, start); quote += words; after = node.data.slice(end); kept.setEnd(node, Math.max(start, end)); } else after += node.data;
    }
    if (!quote.trim()) return null;
    return { block: keyOf(place), place, quote: quote.trim(), prefix: before.slice(-AROUND), suffix: after.slice(0, AROUND), cut, range: kept };
  }

  /* Where a quote stands today in the text of a block: a range, or nothing. */
  function rangeOf(place, quote, before = "") {
    const chars = [];
    for (const node of textsOf(place)) for (let at = 0; at < node.length; at += 1) { const char = folded(node.data[at]); if (char) chars.push({ char, node, at }); }
    const all = chars.map(({ char }) => char).join(""), fold = (words) => [...words].map(folded).join("");
    const wanted = fold(quote);
    let found = -1;
    for (let length = fold(before).length; found < 0 && length >= 0; length = length ? Math.floor(length / 2) : -1) {
      const around = fold(before).slice(fold(before).length - length), at = all.indexOf(around + wanted);
      if (at >= 0) found = at + around.length;
    }
    if (!wanted || found < 0) return null;
    const range = document.createRange(), last = chars[found + wanted.length - 1];
    range.setStart(chars[found].node, chars[found].at);
    range.setEnd(last.node, last.at + 1);
    return range;
  }

  return { choiceOf, rangeOf };
})();
