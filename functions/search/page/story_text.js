// The text of a story: its own words with the quotations marked, and what a publisher inserted, folded away.

import { el } from "./dom.js";

const BETWEEN_PARAGRAPHS = 2;

/** Returns the paragraphs of a story. */
export function storyText(story) {
  let start = 0;
  const quotes = [...(story.quotes ?? [])].sort((a, b) => a.start - b.start);
  return (story.paragraphs ?? []).map((paragraph) => {
    if (paragraph.kind !== "body") return inserted(paragraph);
    const characters = Array.from(paragraph.text); // the API counts characters, JavaScript halves of some
    const shown = el("p", {}, quoted(characters, start, quotes));
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
        el("figcaption", { dir: "auto" }, quote.speaker ?? "Speaker not known"),
      ),
    ),
  );
}

/** Returns a story as plain text, to be pasted elsewhere. */
export function asText(story) {
  return [story.headline, story.subheadline, story.byline, story.body_text, story.credit ?? story.copyright].filter(Boolean).join("\n\n");
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

function quoted(characters, start, quotes) {
  const nodes = [];
  let at = 0;
  for (const quote of quotes) {
    const from = Math.max(quote.start - start, at);
    const to = Math.min(quote.end - start, characters.length);
    if (from >= to) continue;
    nodes.push(characters.slice(at, from).join(""));
    nodes.push(el("span", { class: "quoted", title: quote.speaker ?? "Speaker not known" }, characters.slice(from, to).join("")));
    at = to;
  }
  nodes.push(characters.slice(at).join(""));
  return nodes;
}
