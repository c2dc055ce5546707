// The text of a story: its own words with the quotations marked, and what a publisher inserted, folded away.

import { el } from "./dom.js";
import { marked } from "./markup.js";
import { until } from "./results.js";

const BETWEEN_PARAGRAPHS = 2;
const WIDE = { table: "Table", pre: "Lines as they were sent" };

/** Returns the paragraphs of a story. */
export function storyText(story) {
  let start = 0;
  const quotes = [...(story.quotes ?? [])].sort((a, b) => a.start - b.start);
  return (story.paragraphs ?? []).map((paragraph) => {
    if (paragraph.kind !== "body") return inserted(paragraph);
    const characters = Array.from(paragraph.text); // the API counts characters, JavaScript halves of some
    const shown = withMarkUp(paragraph) ?? el("p", {});
    markQuotes(shown, characters, start, quotes);
    start += characters.length + BETWEEN_PARAGRAPHS;
    return shown;
  });
}

/** Returns the quotations of a story with their speakers. */
export function quotations(story) {
  if (!story.quotes?.length) return null;
  return el(
    "section",
    {},
    el("h3", {}, "Quotes"),
    story.quotes.map((quote) =>
      el(
        "figure",
        { class: "quote" },
        el("blockquote", { dir: "auto" }, quote.text),
        el("figcaption", { dir: "auto" }, speaker(quote)),
      ),
    ),
  );
}

/** Returns a story as plain text, to be pasted elsewhere. */
export function asText(story) {
  return [embargo(story), story.headline, story.subheadline, story.byline, story.body_text, story.credit ?? story.copyright].filter(Boolean).join("\n\n");
}

function embargo(story) {
  return story.embargoed && ["Under embargo ", until(story.embargo_until, String), ". Not for publication."].flat().join("");
}

function inserted({ kind, text, why }) {
  return el(
    "details",
    { class: "inserted" },
    el("summary", {}, `Inserted by the publisher: ${kind}`),
    el("p", {}, text),
    why && el("p", { class: "reason" }, why),
  );
}

/** Returns a paragraph as it is marked up; null where it is plain, or where the mark-up holds other words than the text. */
function withMarkUp({ text, html }) {
  const shown = html && marked(html);
  if (!shown || plain(shown.textContent) !== plain(text)) return null;
  if (!WIDE[shown.localName]) return shown;
  return el("div", { class: "scrolling", tabindex: "0", role: "group", "aria-label": WIDE[shown.localName] }, shown);
}

function plain(text) {
  return text.replace(/\s/g, "");
}

/** Fills a plain paragraph, its quotations marked; in one with mark-up they are marked where each is in one piece. */
function markQuotes(element, characters, start, quotes) {
  const here = quotes.filter((quote) => quote.start < start + characters.length && quote.end > start);
  if (!element.hasChildNodes()) {
    element.append(...quoted(characters, start, here));
    return;
  }
  for (const quote of here) {
    const words = characters.slice(Math.max(quote.start - start, 0), quote.end - start).join("");
    const node = pieces(element).find((each) => each.data.includes(words));
    if (!node || !words) continue;
    const piece = node.splitText(node.data.indexOf(words));
    piece.splitText(words.length);
    const marking = el("span", { class: "quoted", title: speaker(quote) });
    piece.replaceWith(marking);
    marking.append(piece);
  }
}

function pieces(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(".quoted")) found.push(walker.currentNode);
  return found;
}

function quoted(characters, start, quotes) {
  const nodes = [];
  let at = 0;
  for (const quote of quotes) {
    const from = Math.max(quote.start - start, at);
    const to = Math.min(quote.end - start, characters.length);
    if (from >= to) continue;
    nodes.push(characters.slice(at, from).join(""));
    nodes.push(el("span", { class: "quoted", title: speaker(quote) }, characters.slice(from, to).join("")));
    at = to;
  }
  nodes.push(characters.slice(at).join(""));
  return nodes;
}

function speaker(quote) {
  return quote.speaker ?? "Speaker not known";
}
