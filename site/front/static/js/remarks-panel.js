/* The panel of remarks beside a text: a block's threads, the forms that answer them, and
   what was typed there and not sent. `remarks.js` opens it. */
globalThis.remarksPanel = (() => {
  "use strict";
  const HEADERS = { "X-Fragment": "1", "X-Requested-With": "XMLHttpRequest" };
  const UNKEPT = ["csrfmiddlewaretoken", "seen"];

  /* Some private windows store nothing: what was typed is in the form. */
  const trying = (act) => { try { return act(); } catch { return null; } };
  const stored = (key) => trying(() => JSON.parse(sessionStorage.getItem(key)));

  /* The words of forms, by account: two copies, one for the passage that a form is about
     and the latest, so that what was said of a passage is found again when it is chosen
     again, and loses nothing to another. */
  const kept = {
    keys: (form, { account, block, about }) => {
      const mode = form.dataset.mode || "";
      const key = `remarque ${account} ${location.pathname} ${block} ${form.getAttribute("action")} ${mode}`;
      return about && form.matches("[data-new]") ? [key, `${key} ${about.quote}`] : [key];
    },
    set: (form, place) => {
      const fields = [...new FormData(form)].filter(
        ([name, value]) => typeof value === "string" && !UNKEPT.includes(name),
      );
      const words = JSON.stringify(fields);
      trying(() => { for (const key of kept.keys(form, place)) sessionStorage.setItem(key, words); });
    },
    get: (form, place) => {
      const [latest, own] = kept.keys(form, place);
      const same = own && stored(own);
      const names = same ? ["words", "replacement"] : ["words"];
      const fields = same || stored(latest) || [];
      return place.about ? fields.filter(([name]) => names.includes(name)) : fields;
    },
    drop: (form, place) => {
      trying(() => { for (const key of kept.keys(form, place)) sessionStorage.removeItem(key); });
    },
  };

  /* `paint(name, ranges)` marks passages of the text; `offerNames(form)`; `marked()` once a
     block's marks have changed, `closed()`. */
  return (panel, { paint, offerNames, marked, closed }) => {
    const body = panel.querySelector("[data-body]");
    const said = panel.querySelector("[data-status]");
    let shown = null;

    function tell(words, bad = false) {
      said.textContent = words;
      said.classList.toggle("danger", bad);
      said.hidden = !words;
    }

    function ask(block, mode) {
      const address = panel.dataset.address.replace("BLOC", encodeURIComponent(block));
      const version = panel.dataset.version || "";
      const query = new URLSearchParams({ fragment: "1", mode, version });
      return fetch(`${address}?${query}`, { headers: HEADERS });
    }

    async function show(block, { mode = "", about = null, thread = "" } = {}) {
      shown = { account: panel.dataset.account, block, mode, about };
      body.replaceChildren();
      body.setAttribute("aria-busy", "true");
      tell("");
      if (!panel.open) panel.showModal();
      if (about) paint("remark-choice", [about.range]);
      try {
        const answer = await ask(block, mode);
        if (!answer.ok) throw answer;
        fill(await answer.text(), thread);
      } catch (problem) {
        tell(problem.status === 401 ? panel.dataset.signedOut : panel.dataset.unreachable, true);
      }
      body.removeAttribute("aria-busy");
    }

    function fill(html, thread = "") {
      body.innerHTML = html;
      for (const form of body.querySelectorAll("form[method=post]")) dress(form);
      const form = body.querySelector("form[data-new]");
      const reached = thread && body.querySelector(`#remarque-${CSS.escape(thread)}`);
      if (reached) {
        reached.tabIndex = -1;
        reached.focus();
      } else if (shown.mode && form) {
        (form.elements.replacement ?? form.elements.words).focus();
      } else {
        panel.querySelector("h2").focus();
      }
    }

    function dress(form) {
      if (form.matches("[data-new]") && shown.about) putPassage(form, shown.about);
      for (const [name, value] of kept.get(form, shown)) {
        const field = form.elements.namedItem(name);
        if (field && "value" in field) field.value = value;
      }
      const passage = form.querySelector("[data-passage]");
      if (passage && form.elements.quote.value) {
        passage.textContent = form.elements.quote.value;
        passage.hidden = false;
        form.querySelector("[data-quote]").hidden = true;
      }
      offerNames(form);
      form.addEventListener("input", () => kept.set(form, shown));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        send(form, event.submitter);
      });
    }

    function putPassage(form, { quote, prefix, suffix, cut }) {
      form.elements.quote.value = quote;
      form.elements.prefix.value = prefix;
      form.elements.suffix.value = suffix;
      if (form.elements.replacement) form.elements.replacement.value = quote;
      if (cut) tell(panel.dataset.cut);
    }

    async function send(form, button) {
      const fields = new FormData(form, button);
      if (panel.dataset.version) fields.set("version", panel.dataset.version);
      kept.set(form, shown);
      if (button) button.disabled = true;
      tell("");
      try {
        const answer = await fetch(form.action, { method: "POST", body: fields, headers: HEADERS });
        if (!answer.ok) throw answer;
        kept.drop(form, shown);
        paint("remark-choice", []);
        Object.assign(shown, { mode: "", about: null });
        fill(await answer.text());
        count();
        tell(form.dataset.done || panel.dataset.done);
      } catch (problem) {
        await explain(problem);
      }
      if (button) button.disabled = false;
    }

    async function explain(problem) {
      if (problem.status === 401) return tell(panel.dataset.signedOut, true);
      let errors = [];
      try {
        errors = (await problem.json()).errors ?? [];
      } catch { /* no answer, or none of ours */ }
      const out = !errors.length && problem.status === 403 && (await renew());
      const why = out ? panel.dataset.signedOut : panel.dataset.unreachable;
      return tell(errors.join(" ") || why, true);
    }

    /* Who signed in again meanwhile has another token; true for who is signed out. */
    async function renew() {
      const tokens = (place) => place.querySelectorAll("[name=csrfmiddlewaretoken]");
      try {
        const page = await ask(shown.block, "remarquer");
        if (page.status === 401) return true;
        const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
        const token = tokens(fresh)[0]?.value;
        for (const field of token ? tokens(body) : []) field.value = token;
      } catch { /* the words stay, and may be sent again */ }
      return false;
    }

    /* What the panel knows of its block, said beside the block and marked in it. */
    function count() {
      const found = body.querySelector("[data-all]");
      const link = document.querySelector(`[data-count="${CSS.escape(shown.block)}"]`);
      if (found && link) {
        link.querySelector("[data-tally]").textContent = found.dataset.label;
        link.hidden = found.dataset.all === "0";
      }
      const data = document.getElementById("remarques-reperes");
      const fresh = body.querySelector("#reperes-du-bloc");
      if (!data || !fresh) return;
      const others = JSON.parse(data.textContent).filter(({ block }) => block !== shown.block);
      data.textContent = JSON.stringify([...others, ...JSON.parse(fresh.textContent)]);
      marked();
    }

    panel.addEventListener("close", () => {
      paint("remark-choice", []);
      body.replaceChildren();
      closed();
    });
    panel.addEventListener("click", (event) => {
      if (event.target === panel || event.target.closest("[data-close]")) panel.close();
    });
    return show;
  };
})();
