// The mark-up of a paragraph, as far as the page shows it: read by the elements named here, anything else is text.

import { el } from "./dom.js";
import { unescaped } from "./highlight.js";

const SHOWN = {
  b: "strong", strong: "strong", i: "em", em: "em", cite: "cite", code: "code", s: "s", u: "u", sub: "sub", sup: "sup",
  ul: "ul", ol: "ol", li: "li", blockquote: "blockquote", pre: "pre", table: "table", tbody: "tbody", tr: "tr", th: "th", td: "td",
  h1: "h3", h2: "h3", h3: "h3", h4: "h3", h5: "h3", h6: "h3", p: "p", a: "a",
  mark: "span", del: "span", ins: "span", // these mean something else on this page
};
const TAG = /(<\/?[a-z][a-z0-9]*(?: [^<>]*)?>)/i;
const ADDRESS = /\shref="((?:https?:|mailto:)[^"]*)"/i;

/** Returns the element that a paragraph's HTML stands for, null where it has none. */
export function marked(html) {
  const root = el("div");
  const open = [root];
  for (const part of html.split(TAG).filter(Boolean)) {
    const [, closes, name] = /^<(\/?)([a-z][a-z0-9]*)(?: [^<>]*)?>$/i.exec(part) ?? [];
    const tag = SHOWN[name?.toLowerCase()];
    if (name?.toLowerCase() === "br") open.at(-1).append("\n");
    else if (!tag) open.at(-1).append(unescaped(part));
    else if (closes) close(open, tag);
    else {
      const address = tag === "a" ? ADDRESS.exec(part)?.[1] : null;
      const made = el(tag, address ? { href: unescaped(address), rel: "noreferrer" } : {});
      open.at(-1).append(made);
      open.push(made);
    }
  }
  return root.childElementCount === 1 && root.childNodes.length === 1 ? root.firstElementChild : null;
}

function close(open, tag) {
  const at = open.findLastIndex((element) => element.localName === tag);
  if (at > 0) open.length = at;
}
