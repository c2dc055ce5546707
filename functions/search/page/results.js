// The list of stories.

import { chosen, write } from "./address.js";
import { el, put } from "./dom.js";
import { passage } from "./highlight.js";
import { languageName, written } from "./texts.js";
import { age, moment } from "./times.js";

const MOST_CHIPS = 8;

/** Puts the stories of a first page in the place of the list. */
export function showResults(list, stories, state) {
  put(list, stories.map((story) => row(story, state)));
}

/** Adds the stories of a further page; those that came up before, having moved since, stay where they are. */
export function addResults(list, stories, state) {
  const shown = new Set(shownIds(list));
  const rows = stories.filter((story) => !shown.has(story.id)).map((story) => row(story, state));
  list.append(...rows);
  return rows[0] ?? null;
}

/** Shows which story is open. */
export function markOpen(list, id) {
  for (const each of list.children) {
    each.toggleAttribute("data-open", each.dataset.story === id);
    const link = each.querySelector("h2 a");
    if (each.dataset.story === id) link?.setAttribute("aria-current", "true");
    else link?.removeAttribute("aria-current");
  }
}

/** Takes the words of a story off the list that may be shown no more; its place stays, so that nothing moves. */
export function withdraw(row) {
  row.style.minHeight = `${row.getBoundingClientRect().height}px`;
  row.classList.add("withdrawn");
  put(row, el("p", {}, "This story was withdrawn or is held back now. Do not use it."));
}

/** Marks a story of which there is a newer version, without moving anything. */
export function markUpdated(row) {
  const badge = row.querySelector(".updated"); // a list in a story has none
  if (badge) badge.hidden = false;
}

/** Returns the ids of the stories on the list. */
export function shownIds(list) {
  return [...list.children].map((each) => each.dataset.story);
}

function row(story, state) {
  const headline = story.highlights.headline ? passage(story.highlights.headline) : title(story);
  const text = written(story.language);
  return el(
    "li",
    { class: "result", "data-story": story.id, "data-version": story.version },
    el("p", { class: "meta" }, meta(story)),
    el("h2", text, el("a", { href: write({ ...state, story: story.id, compare: "", view: "" }) }, headline)),
    story.embargoed && el("p", { class: "embargo" }, "Under embargo ", until(story.embargo_until)),
    el("p", { class: "passage", ...text }, excerpt(story)),
    el("ul", { class: "chips", "aria-label": "Topics and people: show only stories with this" }, chips(story, state)),
  );
}

/** Returns what a story without a headline is called. */
export function title(story) {
  return story.headline || story.slug || "Without a headline";
}

/** Returns until when an embargo holds, the time as `shown` gives it; the year 9999 stands for one that cannot be read. */
export function until(time, shown = moment) {
  return time.startsWith("9999") ? "until a newer version" : ["until ", shown(time)];
}

/** Returns the badge of an urgency; 1 and 2 stand out. */
export function urgency(value) {
  if (!value) return null;
  const name = value <= 1 ? "flash" : value <= 2 ? "urgent" : "";
  return el("span", { class: `urgency ${name}` }, `Urgency ${value}`);
}

function meta(story) {
  return [
    el("span", { class: "supplier" }, story.supplier),
    story.publisher && el("span", {}, story.publisher),
    age(story.version_created),
    urgency(story.urgency),
    story.status !== "usable" && el("span", { class: "badge" }, story.status),
    story.dateline && el("span", { class: "dateline", dir: "auto" }, story.dateline),
    story.language && el("span", {}, languageName(story.language)),
    story.partial && el("span", { class: "badge", title: "Not all of the words are in it" }, "some words"),
    el("span", { class: "badge updated", hidden: true }, "newer version"),
  ];
}

function excerpt(story) {
  const passages = story.highlights.body;
  if (!passages.length) return story.summary;
  return passages.map((html, n) => [n ? " … " : "", passage(html)]);
}

function chips(story, state) {
  const topics = story.topics.map((topic) => ["topic", topic.code, topic.name]);
  const people = story.people.map((name) => ["person", name, name]);
  return [...topics.slice(0, MOST_CHIPS / 2), ...people.slice(0, MOST_CHIPS / 2)].map(([name, value, label]) =>
    el("li", {}, el("a", { class: `chip ${name}`, dir: "auto", href: write(chosen(state, name, value)) }, label)),
  );
}
