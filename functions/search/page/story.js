// One story whole: its text, its tags with their reasons, its versions and what is like it.

import { storyPath, getJson } from "./api.js";
import { CLOSED, write } from "./address.js";
import { copy } from "./copying.js";
import { el, isWebAddress, put } from "./dom.js";
import { showDiff } from "./diff.js";
import { metadata } from "./metadata.js";
import { showPlaces } from "./places_map.js";
import { title, until, urgency } from "./results.js";
import { showError } from "./states.js";
import { asText, quotations, storyText } from "./story_text.js";
import { tags } from "./tags.js";
import { languageName, written } from "./texts.js";
import { age, moment } from "./times.js";
import { showVersions } from "./versions.js";

const GONE = 410;
const HIDDEN = 403;

/** Shows the story of a state in `element`; returns it, null where it may not be shown or the signal has ended it. */
export async function showStory(element, state, navigate, retry, signal) {
  put(element, closing(state), el("p", { class: "loading" }, "Loading the story …"));
  const diff = el("div", { class: "comparison" });
  try {
    // What stands above or within the text is waited for, so that nothing moves while it is read.
    const [story, found] = await Promise.all([
      getJson(storyPath(state.story), undefined, signal),
      optional(storyPath(state.story, "versions"), signal),
      state.compare && loadDiff(diff, state, signal),
    ]);
    if (signal.aborted) return null;
    showWhole(element, story, found?.versions ?? [], diff, state, navigate, signal);
    return story;
  } catch (error) {
    if (error.name !== "AbortError") showWhy(element, error, state, retry);
    return null;
  }
}

/** Shows why a story cannot be read: the tombstone of a killed one holds no text. */
export function showWhy(element, error, state, retry) {
  if (error.status === GONE) put(element, closing(state), tombstone(error.problem));
  else if (error.status === HIDDEN) put(element, closing(state), notice("Held back", error.message));
  else {
    const inner = el("div");
    put(element, closing(state), inner);
    showError(inner, error, retry);
  }
}

function tombstone({ detail, tombstone: left = {} }) {
  return notice(
    left.status === "expired" ? "This story has expired" : "This story was killed",
    detail,
    left.ed_note && el("p", { class: "note", dir: "auto" }, left.ed_note),
    left.version_created && el("p", {}, moment(left.version_created)),
  );
}

function notice(heading, text, ...others) {
  return el("div", { class: "tombstone", role: "alert" }, el("h2", { tabindex: "-1" }, heading), el("p", {}, text), others);
}

function closing(state) {
  return el("p", { class: "closing" }, el("a", { href: write({ ...state, ...CLOSED }) }, "← Back to the list"));
}

function showWhole(element, story, versions, diff, state, navigate, signal) {
  const text = written(story.language);
  const located = story.places?.some((place) => typeof place.lat === "number");
  const [map, timeline, similar] = [located && "map", "timeline", "similar"].map((name) => name && el("div", { class: name }));
  const said = el("span", { class: "said", role: "status" });
  put(
    element,
    closing(state),
    story.embargoed && el("p", { class: "embargo" }, "Under embargo ", until(story.embargo_until), ". Not for publication."),
    el("p", { class: "meta" }, meta(story)),
    el("h2", { tabindex: "-1", ...text }, title(story)),
    story.subheadline && el("p", { class: "subheadline", ...text }, story.subheadline),
    story.ed_note && el("p", { class: "note", dir: "auto" }, story.ed_note),
    story.byline && el("p", { class: "byline", dir: "auto" }, story.byline),
    el("p", { class: "actions" }, copying(story, state), lastChange(versions, state), said),
    diff,
    el("div", { class: "text", ...text }, storyText(story)),
    timeline,
    quotations(story),
    tags(story, state),
    map,
    similar,
    metadata(story),
  );
  if (map) showPlaces(map, story.places);
  if (versions.length) showVersions(timeline, versions, state, navigate);
  loadSimilar(similar, story, state, signal);
}

function meta(story) {
  return [
    el("span", { class: "supplier" }, story.supplier),
    age(story.version_created),
    moment(story.version_created),
    urgency(story.urgency),
    story.dateline?.text && el("span", { dir: "auto" }, story.dateline.text),
    story.language && el("span", {}, languageName(story.language)),
    story.correction && el("span", { class: "badge correction" }, story.correction),
  ];
}

function copying(story, state) {
  const button = (name, text) => el("button", { type: "button", onclick: (event) => copied(event.target, name, text()) }, `Copy ${name}`);
  const link = () => new URL(write({ ...state, compare: "" }), location.href).href;
  return [
    button("text", () => asText(story)),
    button("JSON", () => JSON.stringify(story, null, 2)),
    button("link", link),
    story.url && isWebAddress(story.url) && el("a", { href: story.url, rel: "noreferrer" }, "Where it was published"),
  ];
}

async function copied(button, name, text) {
  const told = (await copy(text)) ? `The ${name} is copied` : "This browser does not let the page copy";
  put(button.closest("#story").querySelector(".said"), told);
}

function lastChange([newest, before], state) {
  return before && !state.compare && el("a", { href: write({ ...state, compare: `${before.version}-${newest.version}` }) }, "What changed last");
}

async function loadDiff(element, state, signal) {
  const [from, to = ""] = state.compare.split("-");
  try {
    showDiff(element, await getJson(storyPath(state.story, "diff"), new URLSearchParams({ from, to }), signal));
  } catch (error) {
    if (error.name !== "AbortError") showError(element, error, () => loadDiff(element, state, signal));
  }
}

async function loadSimilar(element, story, state, signal) {
  const found = await optional(storyPath(story.id, "similar"), signal);
  if (!found?.stories?.length) return;
  put(
    element,
    el("h3", {}, "Similar stories"),
    el(
      "ul",
      {},
      found.stories.map((each) =>
        el("li", { "data-story": each.id, "data-version": each.version }, el("a", { ...written(each.language), href: write({ ...state, story: each.id, compare: "" }) }, title(each)), " ", el("span", { class: "supplier" }, each.supplier), " ", age(each.version_created), each.embargoed && [" ", el("span", { class: "badge" }, "embargo ", until(each.embargo_until))]),
      ),
    ),
  );
}

/** Returns what stands at an address, null where there is nothing now: the story is read without it. */
async function optional(path, signal) {
  try {
    return await getJson(path, undefined, signal);
  } catch {
    return null;
  }
}
