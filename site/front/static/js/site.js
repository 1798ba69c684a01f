/* What the pages do with a script; each of them is whole without it.
   Loaded in the head, so that the chosen theme is there before the first paint. */
(() => {
  "use strict";
  const root = document.documentElement;
  const store = {
    get: () => { try { return localStorage.getItem("theme") || ""; } catch { return ""; } },
    set: (value) => { try { value ? localStorage.setItem("theme", value) : localStorage.removeItem("theme"); } catch { /* private mode */ } },
  };
  const dress = (theme) => { if (theme) root.dataset.theme = theme; else delete root.dataset.theme; };
  dress(store.get());

  /* The part of the page that `#…` names, if there is one. */
  const named = (hash) => { try { return document.getElementById(decodeURIComponent(hash.slice(1))); } catch { return null; } };

  /* Light, dark, or as the device says; kept in this browser alone. */
  function offerThemes() {
    const field = document.querySelector("[data-theme-choice]");
    if (!field) return;
    const select = field.querySelector("select");
    select.value = store.get();
    field.hidden = false;
    select.addEventListener("change", () => { store.set(select.value); dress(select.value); });
  }

  /* "Copy the link", or the words of the element that `data-copy-words` names: says so
     aloud, and shows what to copy where copying is refused. */
  function offerCopies() {
    if (!navigator.clipboard) return;
    const said = document.querySelector("[data-said]");
    for (const button of document.querySelectorAll("[data-copy], [data-copy-words]")) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        const source = document.getElementById(button.dataset.copyWords);
        const copied = source ? source.textContent.trim() : new URL(button.dataset.copy, location.href).href;
        const words = button.textContent;
        try { await navigator.clipboard.writeText(copied); } catch { prompt(words, copied); return; }
        button.textContent = button.dataset.done;
        if (said) said.textContent = button.dataset.done;
        setTimeout(() => { button.textContent = words; if (said) said.textContent = ""; }, 2500);
      });
    }
  }

  /* The table of contents shows where one is: at the last part that has come up to the
     upper third of the window, or at the very last one at the end of the page. */
  function followReading() {
    const contents = document.querySelector("[data-follows]");
    if (!contents) return;
    const places = [...contents.querySelectorAll("a[href^='#']")]
      .map((link) => ({ link, part: named(link.hash) }))
      .filter(({ part }) => part);
    const mark = () => {
      const atEnd = scrollY > 0 && scrollY + innerHeight > document.documentElement.scrollHeight - 2;
      const here = places.findLast(({ part }) => atEnd || part.getBoundingClientRect().top < innerHeight / 3)?.link;
      const before = contents.querySelector("[aria-current]");
      if (before === (here ?? null)) return;
      before?.removeAttribute("aria-current");
      here?.setAttribute("aria-current", "location");
    };
    addEventListener("scroll", () => requestAnimationFrame(mark), { passive: true });
    mark();
  }

  /* A folded part opens when its anchor is asked for, and everything before printing. */
  function unfold() {
    const reach = () => {
      named(location.hash)?.closest("details")?.setAttribute("open", "");
    };
    addEventListener("hashchange", reach);
    reach();
    addEventListener("beforeprint", () => { for (const each of document.querySelectorAll("details")) each.open = true; });
  }

  addEventListener("DOMContentLoaded", () => { offerThemes(); offerCopies(); followReading(); unfold(); });
})();
