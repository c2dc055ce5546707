// What the supplier says of a story beside its text, folded away.

import { el } from "./dom.js";
import { moment } from "./times.js";

const TIMES = { first_created: "First created", version_created: "Version created", received: "Received", expires: "Expires" };
const LINES = {
  slug: "Slug", genre: "Genre", credit: "Credit", copyright: "Copyright", usage_terms: "Usage terms", feed: "Feed",
  publisher: "Publisher", guid: "Guid", version: "Version", version_rule: "Version taken from", word_count: "Words",
};

/** Returns the metadata of a story. */
export function metadata(story) {
  const subjects = (story.subjects ?? []).map((subject) => [subject.name, subject.code].filter(Boolean).join(" "));
  const rows = [
    ...Object.entries(LINES).map(([name, label]) => [label, story[name]]),
    ...Object.entries(TIMES).map(([name, label]) => [label, story[name] && moment(story[name])]),
    ["Subjects", subjects.join(", ")],
    ["Keywords", (story.keywords ?? []).join(", ")],
    ["Noticed", (story.warnings ?? []).join("; ")],
  ].filter(([, value]) => value !== undefined && value !== null && value !== "");
  const extra = Object.keys(story.extra ?? {}).length > 0;
  return el(
    "details",
    { class: "metadata" },
    el("summary", {}, "The supplier's metadata"),
    el("dl", {}, rows.map(([label, value]) => [el("dt", {}, label), el("dd", { dir: "auto" }, value)])),
    extra && el("pre", { tabindex: "0", "aria-label": "Further fields of the supplier" }, JSON.stringify(story.extra, null, 2)),
  );
}
