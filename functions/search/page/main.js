// The page: an address is read into a state, and the state is shown. Every link and choice leads to an address.

import { CLOSED, FILTERS, query, queryKey, read, write } from "./address.js";
import { getJson } from "./api.js";
import { el, put } from "./dom.js";
import { showFacets } from "./facets.js";
import { showFollow } from "./follow.js";
import { openHelp } from "./help.js";
import { showHistogram } from "./histogram.js";
import { listen, step } from "./keyboard.js";
import { Live } from "./live.js";
import { showOperations } from "./operations.js";
import { showCountries } from "./places_map.js";
import { prefer, preference } from "./preferences.js";
import { addResults, markOpen, shownIds, showResults, title } from "./results.js";
import { showEmpty, showError, showLoading } from "./states.js";
import { showStory, showWhy } from "./story.js";
import { suggesting } from "./suggest.js";
import { dismissReason } from "./tags.js";
import { learn } from "./texts.js";
import { keepAges } from "./times.js";
import { showUnderstood } from "./understood.js";

const FACETS = [...FILTERS, "histogram"].join(",");
const PAGE_SIZE = 20;
const DENSITIES = ["comfortable", "compact", "headlines"];
const at = Object.fromEntries([...document.querySelectorAll("[id]")].map((element) => [element.id, element]));

let state = null;
let searched = null; // the query of which the list is
let following = null; // the cursor of the next page
let announced = ""; // what is new of it
let searching = new AbortController();
let reading = new AbortController();
let operating = new AbortController();

const live = new Live(at.main, announce, storyChanged, reached);
const closeSuggestions = suggesting(at.q, at.suggestions, (q) => navigate({ ...state, ...CLOSED, q }));

function navigate(next) {
  history.pushState(null, "", write(next));
  show(next);
}

function show(next) {
  const before = state;
  state = next;
  closeSuggestions();
  if (document.activeElement !== at.q || next.q !== before?.q) at.q.value = next.q;
  at.sort.value = next.sort;
  document.body.dataset.view = next.view === "operations" ? "operations" : next.story ? "story" : "list";
  const key = queryKey(next);
  if (key !== searched && next.view !== "operations") search(key);
  if (next.view !== before?.view) operations(before !== null);
  if (next.story !== before?.story || next.compare !== before?.compare) openStory(before);
  retitle();
}

async function search(key) {
  searched = key;
  searching.abort();
  searching = new AbortController();
  const { signal } = searching;
  const asked = state;
  showFollow(at.follow, asked);
  if (at.list.children.length === 0) showLoading(at.list);
  at.results.setAttribute("aria-busy", "true");
  try {
    const page = await getJson("/v1/stories", pageParameters(asked), signal);
    showPage(page, asked);
    live.watch(asked).catch(() => {}); // what is missed now is looked for again
  } catch (error) {
    if (error.name === "AbortError") return;
    put(at.list);
    put(at.understood); // it was of another query
    at.more.hidden = true;
    showError(at.state, error, () => search(key));
  }
  at.results.setAttribute("aria-busy", "false");
}

function showPage(page, asked) {
  put(at.state);
  learn(page.facets);
  showUnderstood(at.understood, page, asked);
  showResults(at.list, page.stories, asked);
  markOpen(at.list, state.story);
  if (!page.stories.length) showEmpty(at.state, asked);
  follow(page.next);
  showFacets(at.facets, page.facets, asked, navigate);
  showHistogram(at.histogram, page.histogram, asked, navigate);
  showCountries(at.map, page.facets.country ?? [], asked, navigate);
}

function pageParameters(asked) {
  const parameters = query(asked);
  parameters.set("size", PAGE_SIZE);
  parameters.set("facets", FACETS);
  return parameters;
}

function follow(cursor) {
  following = cursor;
  at.more.hidden = cursor === null;
}

async function more() {
  const parameters = query(state);
  parameters.set("size", PAGE_SIZE);
  parameters.set("cursor", following);
  const { signal } = searching;
  at.more.disabled = true;
  try {
    const page = await getJson("/v1/stories", parameters, signal);
    const first = addResults(at.list, page.stories, state);
    first?.querySelector("h2 a").focus();
    follow(page.next);
    put(at.state, page.query.warnings.map((warning) => el("p", { class: "warning" }, warning)));
  } catch (error) {
    if (error.name !== "AbortError") showError(at.state, error, more);
  }
  at.more.disabled = false;
}

async function openStory(before) {
  reading.abort();
  reading = new AbortController();
  const { signal } = reading;
  live.watchStory(null);
  announceStory("");
  markOpen(at.list, state.story);
  if (!state.story) {
    put(at.story);
    if (before?.story) at.list.querySelector(`[data-story="${CSS.escape(before.story)}"] h2 a`)?.focus();
    return;
  }
  const asked = state;
  if (asked.story !== before?.story) at.story.scrollTop = 0;
  const story = await showStory(at.story, asked, navigate, () => openStory(before), signal);
  if (signal.aborted) return;
  const difference = at.story.querySelector(".comparison h3");
  if (difference) difference.focus();
  else at.story.querySelector("h2")?.focus({ preventScroll: innerWidth >= 1200 });
  live.watchStory(story);
  retitle();
}

/** The story that is read has a newer version, which waits until the reader asks for it, or may be read no more. */
function storyChanged(story, error) {
  if (!error) {
    announceStory("There is a newer version of this story.");
    return;
  }
  live.watchStory(null);
  retitle();
  announceStory("");
  showWhy(at.story, error, state, () => openStory(state));
}

function announceStory(text) {
  put(at.newer, text && [el("span", {}, text), " ", el("button", { type: "button", onclick: () => openStory({ ...state, story: "" }) }, "Show it")]);
}

function announce(text) {
  put(at.news, text && el("button", { type: "button", onclick: refresh }, `${text} – show`));
  announced = text;
  retitle();
}

/** The server answers, or does no more: then nobody is told of a kill, and what has failed is asked for when it is back. */
function reached(answers) {
  const back = answers && !at.offline.hidden;
  at.offline.hidden = answers;
  if (back) for (const retry of document.querySelectorAll("main .state[role=alert] button")) retry.click();
}

function refresh() {
  scrollTo({ top: 0 });
  search(queryKey(state));
}

function operations(moved) {
  operating.abort();
  operating = new AbortController();
  put(at.operations);
  if (state.view !== "operations") return;
  showOperations(at.operations, operating.signal);
  if (moved) at.operations.querySelector("h2").focus();
}

function retitle() {
  const shown = state.view === "operations" ? "Operations" : live.story ? title(live.story) : state.q;
  document.title = [announced && `(${announced})`, shown && `${shown} –`, "Newswire"].filter(Boolean).join(" ");
}

function density(value) {
  document.body.dataset.density = value;
  at.density.value = value;
  prefer("density", value);
}

/** Moves along the list: by focus where it is in sight, by opening the next story where that takes its place. */
function along(direction) {
  if (!state.story || at.list.offsetParent) {
    if (!step(at.list, direction) && direction > 0 && following && !at.more.disabled) more();
    return;
  }
  const ids = shownIds(at.list);
  const next = ids[ids.indexOf(state.story) + direction];
  if (next) navigate({ ...state, story: next, compare: "" });
}

function unfold(open) {
  at.aside.toggleAttribute("data-open", open);
  at.filters.setAttribute("aria-expanded", String(open));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='/?'], a[href='/']");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  navigate(read(new URL(link.href).search));
});
addEventListener("popstate", () => show(read(location.search)));
addEventListener("online", () => live.look());
addEventListener("offline", () => reached(false));
at.form.addEventListener("submit", (event) => {
  event.preventDefault();
  const q = at.q.value.trim();
  at.results.focus({ preventScroll: true }); // so that the keys move along the stories
  if (q === state.q && !state.story && !state.view) search(queryKey(state));
  else navigate({ ...state, ...CLOSED, q });
});
at.sort.addEventListener("change", () => navigate({ ...state, ...CLOSED, sort: at.sort.value }));
at.density.addEventListener("change", () => density(at.density.value));
at.more.addEventListener("click", more);
at.filters.addEventListener("click", () => unfold(at.filters.getAttribute("aria-expanded") !== "true"));
at["help-button"].addEventListener("click", () => openHelp(at.help));
listen({
  "/": () => at.q.select(),
  "?": () => openHelp(at.help),
  j: () => along(1),
  k: () => along(-1),
  n: () => at.news.querySelector("button")?.click(),
  d: () => density(DENSITIES[(DENSITIES.indexOf(at.density.value) + 1) % DENSITIES.length]),
  Escape: () => dismissReason(at.story) || (state.story || state.view ? navigate({ ...state, ...CLOSED }) : document.activeElement.blur()),
});
density(preference("density"));
at.offline.hidden = navigator.onLine;
keepAges();
show(read(location.search));
