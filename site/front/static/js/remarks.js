/* Remarks where one reads: select words, or press a block's link, and write beside the
   text. Every link leads to a page that does the same without a script. */
(() => {
  "use strict";
  /* A list of names to put after an `@`, where one can be typed. */
  function offerNames(form) {
    const list = form.querySelector("[data-mention]"), area = form.elements.words;
    if (!list || !area) return;
    list.hidden = false;
    list.querySelector("select").addEventListener("change", ({ target }) => {
      if (target.value) area.setRangeText(`@${target.value} `, area.selectionStart, area.selectionEnd, "end");
      target.value = "";
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.focus();
    });
  }

  function start() {
    for (const form of document.querySelectorAll("main form:has([data-mention])")) offerNames(form);
    const panel = document.getElementById("remarques-panneau");
    if (!panel) return;
    const bar = document.getElementById("remarques-barre"), body = panel.querySelector("[data-body]"), said = panel.querySelector("[data-status]");
    const telling = document.getElementById("remarques-annonce");
    let choice = null, shown = null, marks = [];

    const paint = (name, ranges) => { if (globalThis.Highlight) CSS.highlights.set(name, new Highlight(...ranges)); };
    const tell = (words, bad = false) => { said.textContent = words; said.classList.toggle("danger", bad); said.hidden = !words; };
    const kept = {
      key: (form) => `remarque ${location.pathname} ${shown.block} ${form.getAttribute("action")} ${form.dataset.mode || ""}`,
      set: (form) => { try { sessionStorage.setItem(kept.key(form), JSON.stringify([...new FormData(form)].filter(([name, value]) => typeof value === "string" && !["csrfmiddlewaretoken", "seen"].includes(name)))); } catch { /* private mode */ } },
      get: (form) => { try { return JSON.parse(sessionStorage.getItem(kept.key(form)) || "[]"); } catch { return []; } },
      drop: (form) => { try { sessionStorage.removeItem(kept.key(form)); } catch { /* private mode */ } },
    };

    function markAll() {
      const data = document.getElementById("remarques-reperes");
      const known = data ? JSON.parse(data.textContent) : [];
      marks = known.flatMap((mark) => {
        const place = document.querySelector(mark.block === "page" ? "[data-block='page']" : `#bloc-${CSS.escape(mark.block)}`);
        const range = place && mark.quote ? passages.rangeOf(place, mark.quote, mark.prefix) : null;
        return range ? [{ ...mark, range }] : [];
      });
      paint("remark", marks.map(({ range }) => range));
    }

    /* -- The bar that a selection brings */
    function placeBar() {
      bar.hidden = !choice || panel.open;
      if (bar.hidden || matchMedia("(pointer: coarse), (width < 48rem)").matches) return;
      const last = [...choice.range.getClientRects()].at(-1);
      if (!last) return;
      const room = document.documentElement.clientWidth - bar.offsetWidth - 8;
      bar.style.setProperty("--x", `${Math.max(8, Math.min(last.right - bar.offsetWidth / 2, room))}px`);
      bar.style.setProperty("--y", `${Math.min(last.bottom + 8, innerHeight - bar.offsetHeight - 8)}px`);
    }
    function look() {
      if (panel.open || bar.contains(document.activeElement)) return;
      const selection = getSelection();
      const found = selection.rangeCount && !selection.isCollapsed ? passages.choiceOf(selection.getRangeAt(0)) : null;
      if (found && !choice) telling.textContent = bar.dataset.said;
      choice = found;
      placeBar();
    }
    let waiting = 0;
    const soon = (wait) => { clearTimeout(waiting); waiting = setTimeout(look, wait); };
    document.addEventListener("selectionchange", () => soon(250));
    addEventListener("scroll", () => { if (choice) placeBar(); }, { passive: true });
    /* Pressing must not undo the selection that it is about. */
    for (const each of [bar, ...document.querySelectorAll("[data-remark]")]) each.addEventListener("mousedown", (event) => event.preventDefault());

    /* -- The panel */
    const HEADERS = { "X-Fragment": "1", "X-Requested-With": "XMLHttpRequest" };
    const ask = (block, mode) => fetch(`${panel.dataset.address.replace("BLOC", encodeURIComponent(block))}?${new URLSearchParams({ fragment: "1", mode, version: panel.dataset.version || "" })}`, { headers: HEADERS });
    async function show(block, { mode = "", about = null, thread = "" } = {}) {
      shown = { block, mode, about };
      bar.hidden = true;
      body.replaceChildren();
      body.setAttribute("aria-busy", "true");
      tell("");
      if (!panel.open) panel.showModal();
      if (about) paint("remark-choice", [about.range]);
      try {
        const answer = await ask(block, mode);
        if (!answer.ok) throw answer;
        fill(await answer.text(), thread);
      } catch (problem) { tell(problem.status === 401 ? panel.dataset.signedOut : panel.dataset.unreachable, true); }
      body.removeAttribute("aria-busy");
    }
    function fill(html, thread = "") {
      body.innerHTML = html;
      for (const form of body.querySelectorAll("form[method=post]")) dress(form);
      const form = body.querySelector("form[data-new]");
      const reached = thread && body.querySelector(`#remarque-${CSS.escape(thread)}`);
      if (reached) { reached.tabIndex = -1; reached.focus(); } else if (shown.mode && form) (form.elements.replacement ?? form.elements.words).focus(); else panel.querySelector("h2").focus();
    }
    function dress(form) {
      if (form.matches("[data-new]") && shown.about) {
        const { quote, prefix, suffix, cut } = shown.about;
        Object.assign(form.elements.quote, { value: quote }); form.elements.prefix.value = prefix; form.elements.suffix.value = suffix;
        if (form.elements.replacement) form.elements.replacement.value = quote;
        if (cut) tell(panel.dataset.cut);
      }
      for (const [name, value] of kept.get(form)) { const field = form.elements.namedItem(name); if (field && "value" in field && !(shown.about && name !== "words")) field.value = value; }
      const passage = form.querySelector("[data-passage]");
      if (passage && form.elements.quote.value) { passage.textContent = form.elements.quote.value; passage.hidden = false; form.querySelector("[data-quote]").hidden = true; }
      offerNames(form);
      form.addEventListener("input", () => kept.set(form));
      form.addEventListener("submit", (event) => { event.preventDefault(); send(form, event.submitter); });
    }
    async function send(form, button) {
      const fields = new FormData(form, button);
      if (panel.dataset.version) fields.set("version", panel.dataset.version);
      kept.set(form);
      if (button) button.disabled = true;
      tell("");
      try {
        const answer = await fetch(form.action, { method: "POST", body: fields, headers: HEADERS });
        if (!answer.ok) throw answer;
        kept.drop(form);
        paint("remark-choice", []);
        Object.assign(shown, { mode: "", about: null });
        fill(await answer.text());
        count();
        tell(form.dataset.done || panel.dataset.done);
      } catch (problem) { await explain(problem); }
      if (button) button.disabled = false;
    }
    async function explain(problem) {
      if (problem.status === 401) return tell(panel.dataset.signedOut, true);
      let errors = [];
      try { errors = (await problem.json()).errors ?? []; } catch { /* no answer, or none of ours */ }
      const out = !errors.length && problem.status === 403 && (await renew());
      return tell(errors.join(" ") || (out ? panel.dataset.signedOut : panel.dataset.unreachable), true);
    }
    /* Who signed in again meanwhile has another token; true for who is signed out. */
    async function renew() {
      try {
        const page = await ask(shown.block, "remarquer");
        if (page.status === 401) return true;
        const token = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[name=csrfmiddlewaretoken]")?.value;
        for (const field of token ? body.querySelectorAll("[name=csrfmiddlewaretoken]") : []) field.value = token;
      } catch { /* the words stay, and may be sent again */ }
      return false;
    }
    /* What the panel knows of its block, said beside the block and marked in it. */
    function count() {
      const found = body.querySelector("[data-all]"), link = document.querySelector(`[data-count="${CSS.escape(shown.block)}"]`);
      if (found && link) { link.querySelector("[data-tally]").textContent = found.dataset.label; link.hidden = found.dataset.all === "0"; }
      const data = document.getElementById("remarques-reperes"), fresh = body.querySelector("#reperes-du-bloc");
      if (data && fresh) { data.textContent = JSON.stringify([...JSON.parse(data.textContent).filter(({ block }) => block !== shown.block), ...JSON.parse(fresh.textContent)]); markAll(); }
    }
    panel.addEventListener("close", () => { paint("remark-choice", []); body.replaceChildren(); choice = null; });
    panel.addEventListener("click", (event) => { if (event.target === panel || event.target.closest("[data-close]")) panel.close(); });

    /* -- What opens it */
    bar.addEventListener("click", (event) => { const mode = event.target.closest("[data-mode]")?.dataset.mode; if (mode && choice) show(choice.block, { mode, about: choice }); });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !bar.hidden && !panel.open) { choice = null; placeBar(); }
      if (event.ctrlKey && event.altKey && event.code === "KeyM") { event.preventDefault(); look(); if (choice) show(choice.block, { mode: "remarquer", about: choice }); }
    });
    document.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || panel.contains(event.target)) return;
      const link = event.target.closest?.("[data-remark], [data-count]");
      if (link) {
        event.preventDefault();
        look();
        const block = link.dataset.remark ?? link.dataset.count;
        show(block, { mode: "remark" in link.dataset ? "remarquer" : "", about: choice?.block === block ? choice : null });
      } else if (!event.target.closest?.("a, button, input, summary") && getSelection().isCollapsed) {
        const under = marks.find(({ range }) => [...range.getClientRects()].some((box) => event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom));
        if (under) show(under.block, { thread: String(under.remark ?? under.id) });
      }
    });
    markAll();
  }
  addEventListener("DOMContentLoaded", start);
})();
