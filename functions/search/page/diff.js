// What changed between two versions: words added and removed where they stand, numbers and quotations flagged.

import { el, put } from "./dom.js";
import { counted } from "./texts.js";

const FIELDS = { headline: "Headline", subheadline: "Subheadline", slug: "Slug", byline: "Byline", dateline: "Dateline", ed_note: "Note", status: "Status", urgency: "Urgency" };

/** Shows a diff of the API. */
export function showDiff(element, diff) {
  put(
    element,
    el("h3", { tabindex: "-1" }, `From version ${diff.from} to ${diff.to}`),
    el("p", { class: "summary" }, summary(diff)),
    diff.coarse && el("p", { class: "nothing" }, "The texts are very long: what changed is shown coarsely."),
    diff.fields.length > 0 && fields(diff.fields),
    el("div", { class: "diff", dir: "auto" }, paragraphs(diff.sentences)),
  );
}

function summary({ counts, fields }) {
  const told = [
    [counts.altered, "sentence altered", "sentences altered"],
    [counts.added, "added", "added"],
    [counts.removed, "removed", "removed"],
    [counts.moved, "moved", "moved"],
    [counts.numbers, "with other numbers", "with other numbers"],
    [counts.quotations, "with other quotes", "with other quotes"],
    [fields.length, "other field", "other fields"],
  ];
  const texts = told.filter(([count]) => count).map(([count, one, many]) => counted(count, one, many));
  return texts.length ? texts.join(", ") : "Nothing changed in what is read.";
}

function fields(changes) {
  const cell = (value, tag) => el("td", { dir: "auto" }, value === null ? el("span", { class: "nothing" }, "none") : el(tag, {}, String(value)));
  return el(
    "table",
    { class: "fields" },
    el("thead", {}, el("tr", {}, ["Field", "Was", "Is"].map((name) => el("th", { scope: "col" }, name)))),
    el(
      "tbody",
      {},
      changes.map((change) =>
        el("tr", {}, el("th", { scope: "row" }, FIELDS[change.field] ?? change.field), cell(change.from, "del"), cell(change.to, "ins")),
      ),
    ),
  );
}

/** Returns the sentences as paragraphs; a new one begins where the paragraph of the text does. */
function paragraphs(sentences) {
  const shown = [];
  let place = null;
  for (const sentence of sentences) {
    const here = `${sentence.change === "removed"}-${sentence.paragraph}`;
    if (here !== place) shown.push(el("p", {}));
    place = here;
    shown.at(-1).append(changed(sentence), " ");
  }
  return shown;
}

function changed(sentence) {
  const { change, words, old } = sentence;
  const text = sentence.new;
  const shown = {
    same: () => [text],
    added: () => [el("ins", {}, text)],
    removed: () => [el("del", {}, old)],
    altered: () => runs(words),
    moved: () => [el("span", { class: "flag" }, "moved"), " ", ...(words.length ? runs(words) : [text])],
  }[change]();
  return el("span", { class: `sentence ${change}` }, shown, flags(sentence));
}

function runs(words) {
  return words.map(([sign, text]) => (sign === "+" ? el("ins", {}, text) : sign === "-" ? el("del", {}, text) : text));
}

/** Returns what an editor must not overlook; in a whole sentence that is new or gone, all of it is. */
function flags({ change, numbers, quotations }) {
  if (change === "added" || change === "removed") return null;
  return [
    numbers.map(([old, now]) => el("span", { class: "flag number" }, `number: ${old ?? "none"} → ${now ?? "none"}`)),
    quotations && el("span", { class: "flag quote" }, "quote changed"),
  ];
}
