// What a page is made of for who does not see it: one plain object, judged by the tests.
() => {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  const words = (element) => element.innerText.trim().replace(/\s+/g, " ");
  const labelled = (element) =>
    (element.getAttribute("aria-labelledby") ?? "")
      .split(/\s+/).filter(Boolean)
      .map((id) => document.getElementById(id)?.textContent ?? "").join(" ").trim();
  // The order of the accessible name computation, as far as links and landmarks need it.
  const name = (element) =>
    labelled(element) || element.getAttribute("aria-label") ||
    (element.matches("a") ? [element.textContent, ...[...element.querySelectorAll("img")].map((i) => i.alt)].join(" ") : "") ||
    element.getAttribute("title") || "";
  const clean = (text) => text.trim().replace(/\s+/g, " ");
  const inSection = (element) => element.closest("article, aside, main, nav, section") !== null;
  return {
    language: document.documentElement.lang,
    title: document.title,
    headings: all("h1, h2, h3, h4, h5, h6").map((h) => [Number(h.tagName[1]), words(h)]),
    banners: all("header, [role=banner]").filter((e) => !inSection(e)).length,
    mains: all("main, [role=main]").length,
    footers: all("footer, [role=contentinfo]").filter((e) => !inSection(e)).length,
    navigations: all("nav, [role=navigation]").map((e) => clean(name(e))),
    links: all("a[href]").map((a) => [clean(name(a)), a.href]),
    parts: all("[lang]").map((e) => [e.lang, words(e).slice(0, 60)]),
  };
};
