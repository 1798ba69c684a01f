/* Remarks where one reads: select words, or press a block's link, and write beside the
   text. Every link leads to a page that does the same without a script. */
(() => {
  "use strict";

  /* A list of names to put after an `@`, where one can be typed. */
  function offerNames(form) {
    const list = form.querySelector("[data-mention]");
    const area = form.elements.words;
    if (!list || !area) return;
    list.hidden = false;
    list.querySelector("select").addEventListener("change", ({ target }) => {
      const { selectionStart, selectionEnd } = area;
      if (target.value) area.setRangeText(`@${target.value} `, selectionStart, selectionEnd, "end");
      target.value = "";
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.focus();
    });
  }

  function paint(name, ranges) {
    if (globalThis.Highlight) CSS.highlights.set(name, new Highlight(...ranges));
  }

  /* The passages that were remarked, where they stand in the page, marked. */
  function markAll() {
    const data = document.getElementById("remarques-reperes");
    const marks = (data ? JSON.parse(data.textContent) : []).flatMap((mark) => {
      const whole = mark.block === "page";
      const place = document.querySelector(whole ? "[data-block='page']" : `#bloc-${CSS.escape(mark.block)}`);
      const range = place && mark.quote ? passages.rangeOf(place, mark.quote, mark.prefix) : null;
      return range ? [{ ...mark, range }] : [];
    });
    paint("remark", marks.map(({ range }) => range));
    return marks;
  }

  const isUnder = ({ clientX, clientY }) => ({ range }) => [...range.getClientRects()].some(
    (box) => clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom,
  );

  function start() {
    for (const form of document.querySelectorAll("main form:has([data-mention])")) offerNames(form);
    const panel = document.getElementById("remarques-panneau");
    if (!panel) return;
    const bar = document.getElementById("remarques-barre");
    const telling = document.getElementById("remarques-annonce");
    let choice = null;
    let marks = markAll();
    const fillPanel = remarksPanel(panel, {
      paint,
      offerNames,
      marked: () => { marks = markAll(); },
      closed: () => { choice = null; },
    });
    const show = (block, how) => {
      bar.hidden = true;
      fillPanel(block, how);
    };

    /* -- The bar that a selection brings */
    function placeBar() {
      bar.hidden = !choice || panel.open;
      if (bar.hidden || matchMedia("(pointer: coarse), (width < 48rem)").matches) return;
      const last = [...choice.range.getClientRects()].at(-1);
      if (!last) return;
      const room = document.documentElement.clientWidth - bar.offsetWidth - 8;
      const x = Math.max(8, Math.min(last.right - bar.offsetWidth / 2, room));
      bar.style.setProperty("--x", `${x}px`);
      bar.style.setProperty("--y", `${Math.min(last.bottom + 8, innerHeight - bar.offsetHeight - 8)}px`);
    }
    function look() {
      if (panel.open || bar.contains(document.activeElement)) return;
      const selection = getSelection();
      const some = selection.rangeCount && !selection.isCollapsed;
      const found = some ? passages.choiceOf(selection.getRangeAt(0)) : null;
      if (found && !choice) telling.textContent = bar.dataset.said;
      choice = found;
      placeBar();
    }
    let waiting = 0;
    document.addEventListener("selectionchange", () => {
      clearTimeout(waiting);
      waiting = setTimeout(look, 250);
    });
    addEventListener("scroll", () => { if (choice) placeBar(); }, { passive: true });
    /* Pressing must not undo the selection that it is about. */
    for (const each of [bar, ...document.querySelectorAll("[data-remark]")]) {
      each.addEventListener("mousedown", (event) => event.preventDefault());
    }

    /* -- What opens the panel */
    bar.addEventListener("click", (event) => {
      const mode = event.target.closest("[data-mode]")?.dataset.mode;
      if (mode && choice) show(choice.block, { mode, about: choice });
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !bar.hidden && !panel.open) {
        choice = null;
        placeBar();
      }
      if (event.ctrlKey && event.altKey && event.code === "KeyM") {
        event.preventDefault();
        look();
        if (choice) show(choice.block, { mode: "remarquer", about: choice });
      }
    });
    function open(link) {
      look();
      const block = link.dataset.remark ?? link.dataset.count;
      const mode = "remark" in link.dataset ? "remarquer" : "";
      show(block, { mode, about: choice?.block === block ? choice : null });
    }
    document.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || panel.contains(event.target)) return;
      const link = event.target.closest?.("[data-remark], [data-count]");
      if (link) {
        event.preventDefault();
        open(link);
      } else if (!event.target.closest?.("a, button, input, summary") && getSelection().isCollapsed) {
        const under = marks.find(isUnder(event));
        if (under) show(under.block, { thread: String(under.remark ?? under.id) });
      }
    });
    /* What was chosen before this script came. */
    look();
  }
  addEventListener("DOMContentLoaded", start);
})();
