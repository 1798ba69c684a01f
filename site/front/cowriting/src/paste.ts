/** What is pasted, reduced to what a rich field holds: Word's lists are rebuilt. */

const JUNK = "style,script,meta,link,title,xml,template,noscript,iframe,object,embed,svg,math,button,select,textarea,col,colgroup";
const PICTURES = "img,picture,video,audio,canvas";
const IS_WORD = /class="?Mso|mso-|urn:schemas-microsoft-com/i;
const IS_OTHER_EDITOR = /data-content-type|class="bn-/i;
const NUMBER = /^\s*(?:\d{1,3}|[a-z]|[ivxlc]{1,5})[.)]/i;

// The page takes no style but its own, and says so for each that is parsed: they are read
// under another name.
const STYLE = "data-pasted-style";
const TAG = /<[a-z][^<>]*>/gi;

function unstyled(tag: string): string {
  return tag.replace(/\sstyle\s*=/gi, ` ${STYLE}=`);
}

/** What is bold or italic by its style alone is so by its element; and the reverse. */
function stress(styled: Element): void {
  const style = styled.getAttribute(STYLE) ?? "";
  styled.removeAttribute(STYLE);
  if (/^(b|strong)$/i.test(styled.tagName) && /font-weight:\s*(normal|400)/i.test(style)) return styled.replaceWith(...styled.childNodes);
  if (styled.tagName !== "SPAN") return;
  if (/font-weight:\s*(bold|[6-9]00)/i.test(style)) wrap(styled, "strong");
  if (/font-style:\s*italic/i.test(style)) wrap(styled, "em");
}

function wrap(holder: Element, tag: string): void {
  const made = holder.ownerDocument.createElement(tag);
  made.append(...holder.childNodes);
  holder.append(made);
}

/** A box to tick becomes a sign before its words. */
function tick(box: HTMLInputElement): void {
  const sign = box.hasAttribute("checked") ? "☑ " : "☐ ";
  const words = box.nextElementSibling?.tagName === "P" ? box.nextElementSibling : null;
  if (words) words.prepend(sign);
  box.replaceWith(box.getAttribute("type") === "checkbox" && !words ? sign : "");
}

/**
 * The HTML that goes into the field. `note` is told the name of a sentence for the
 * person when something that they may miss was left out.
 */
export function pasted(html: string, note: (name: string) => void): string {
  const parsed = new DOMParser().parseFromString(html.replace(TAG, unstyled), "text/html");
  const { body } = parsed;
  drop(body.querySelectorAll(JUNK));
  dropComments(parsed);
  unwrapForeign(body);
  const pictures = body.querySelectorAll(PICTURES);
  if (pictures.length) note("pictures_left_out");
  drop(pictures);
  if (IS_WORD.test(html)) rebuildLists(body);
  if (IS_OTHER_EDITOR.test(html)) for (const each of body.querySelectorAll("[data-pm-slice]")) each.removeAttribute("data-pm-slice");
  for (const box of body.querySelectorAll<HTMLInputElement>("input")) tick(box);
  for (const heading of body.querySelectorAll("h1,h2,h3,h4,h5,h6")) turn(heading, "p", "strong");
  for (const table of body.querySelectorAll("table")) flatten(table);
  for (const styled of body.querySelectorAll(`[${STYLE}]`)) stress(styled);
  return body.innerHTML;
}

function drop(found: Iterable<Element>): void {
  for (const each of found) each.remove();
}

function dropComments(parsed: Document): void {
  const walk = parsed.createTreeWalker(parsed.body, NodeFilter.SHOW_COMMENT);
  const comments: Node[] = [];
  while (walk.nextNode()) comments.push(walk.currentNode);
  for (const comment of comments) comment.parentNode?.removeChild(comment);
}

/** Word's own elements (`o:p`, `w:sdt`, `st1:place`) give their words and go. */
function unwrapForeign(body: Element): void {
  for (const each of body.querySelectorAll("*")) if (each.localName.includes(":")) each.replaceWith(...each.childNodes);
}

/** The words of `old` in a new element, and inside it in `inner`. */
function turn(old: Element, tag: string, inner?: string): Element {
  const made = old.ownerDocument.createElement(tag);
  const holder = inner ? made.appendChild(old.ownerDocument.createElement(inner)) : made;
  holder.append(...old.childNodes);
  old.replaceWith(made);
  return made;
}

/** A table's rows as paragraphs: a field of words has no grid. */
function flatten(table: Element): void {
  const rows = [...table.querySelectorAll("tr")].map((row) => {
    const line = table.ownerDocument.createElement("p");
    line.textContent = [...row.children].map((cell) => cell.textContent?.trim() ?? "").filter(Boolean).join(" | ");
    return line;
  });
  table.replaceWith(...rows.filter((line) => line.textContent));
}

// -- Word's lists ----------------------------------------------------------------------
// Word writes a list as paragraphs that name their list and level in a style
// (`mso-list:l0 level2 lfo1`), with the bullet or number as words.

interface ListLine {
  element: Element;
  level: number;
  list: string;
  ordered: boolean;
}

function rebuildLists(body: Element): void {
  let open: { list: string; level: number; element: Element }[] = [];
  for (const element of [...body.querySelectorAll("p,h1,h2,h3,h4,h5,h6")]) {
    const line = lineOf(element);
    const before = element.previousElementSibling;
    if (!line || (open[0] && before !== open[0].element)) open = [];
    if (!line) continue;
    open = place(line, open);
  }
}

function lineOf(element: Element): ListLine | null {
  const style = element.getAttribute(STYLE) ?? "";
  const found = /mso-list:\s*(l\d+)\s+level(\d)/i.exec(style);
  if (!found) return null;
  const marker = [...element.querySelectorAll("span")].find((span) => /mso-list:\s*Ignore/i.test(span.getAttribute(STYLE) ?? ""));
  const ordered = NUMBER.test(marker?.textContent ?? "");
  marker?.remove();
  return { element, level: Number(found[2]), list: found[1] ?? "", ordered };
}

/** Puts a line into the innermost open list of its level, opening what lacks. */
function place(line: ListLine, open: { list: string; level: number; element: Element }[]): typeof open {
  const document = line.element.ownerDocument;
  const outer = open.filter(({ level, list }) => level < line.level || (level === line.level && (list === line.list || level > 1)));
  let holder = outer.at(-1);
  if (!holder || holder.level < line.level) {
    const list = document.createElement(line.ordered ? "ol" : "ul");
    if (holder) (holder.element.lastElementChild ?? holder.element.appendChild(document.createElement("li"))).append(list);
    else line.element.before(list);
    holder = { list: line.list, level: line.level, element: list };
    outer.push(holder);
  }
  const item = document.createElement("li");
  const words = document.createElement("p");
  words.append(...line.element.childNodes);
  item.append(words);
  holder.element.append(item);
  line.element.remove();
  return outer;
}
