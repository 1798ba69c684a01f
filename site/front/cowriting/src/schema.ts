/** What a rich field may hold: paragraphs, two marks, links and lists. */
import { Extension, Mark, mergeAttributes } from "@tiptap/core";
import Bold from "@tiptap/extension-bold";
import Document from "@tiptap/extension-document";
import HardBreak from "@tiptap/extension-hard-break";
import Italic from "@tiptap/extension-italic";
import { BulletList, ListItem, ListKeymap, OrderedList } from "@tiptap/extension-list";
import Paragraph from "@tiptap/extension-paragraph";
import Text from "@tiptap/extension-text";

const SCHEMES = /^(https?:|mailto:|tel:)/i;

/** Whether the site keeps a link to `address`. */
export function isAllowed(address: string): boolean {
  return SCHEMES.test(address.trim());
}

/** An address as people type it: without its scheme when it has none. */
export function completed(address: string): string {
  const typed = address.trim();
  if (!typed || isAllowed(typed)) return typed;
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(typed)) return `mailto:${typed}`;
  return /^[a-z][a-z0-9+.-]*:/i.test(typed) ? "" : `https://${typed.replace(/^\/+/, "")}`;
}

/** A link to an address, or to a page or file of the site by its key. */
const Link = Mark.create({
  name: "link",
  inclusive: false,
  addAttributes: () => ({
    href: { default: null },
    linktype: { default: null, parseHTML: (element) => element.getAttribute("linktype") },
    id: { default: null, parseHTML: (element) => element.getAttribute("data-id") },
  }),
  parseHTML: () => [
    { tag: "a[linktype][data-id]" },
    { tag: "a[href]", getAttrs: (element) => (isAllowed(element.getAttribute("href") ?? "") ? null : false) },
  ],
  renderHTML: ({ HTMLAttributes: { href, linktype, id } }) => [
    "a",
    mergeAttributes(
      href && isAllowed(String(href)) ? { href: String(href), rel: "noopener" } : {},
      linktype ? { linktype: String(linktype), "data-id": String(id) } : {},
    ),
    0,
  ],
});

/** Draftail's key of a paragraph, carried along and never copied. */
const BlockKey = Extension.create({
  name: "blockKey",
  addGlobalAttributes: () => [
    {
      types: ["paragraph", "listItem"],
      attributes: { blockKey: { default: null, keepOnSplit: false, rendered: false } },
    },
  ],
});

// Looser than usual: what two people delete at once may leave an item without its first
// paragraph, and a schema that forbids it would take the rest of the item away.
const Item = ListItem.extend({ content: "block+" });
const Numbered = OrderedList.extend({ addAttributes: () => ({}) });

export const SCHEMA = [
  Document, Paragraph, Text, HardBreak, Bold, Italic, Link, BulletList, Numbered, Item, ListKeymap, BlockKey,
];
