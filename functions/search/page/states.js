// What is shown where there is no list: loading, nothing found, an error.

import { ApiError } from "./api.js";
import { FILTERS, isFiltered, plain, write } from "./address.js";
import { el, put } from "./dom.js";
import { FILTER_NAMES } from "./texts.js";

/** Shows that stories are being looked for; the boxes keep the room that the stories will take. */
export function showLoading(list) {
  put(list, Array.from({ length: 6 }, () => el("li", { class: "result skeleton", "aria-hidden": "true" })));
}

/** Shows what to try where nothing was found. */
export function showEmpty(element, state) {
  const names = FILTERS.filter((name) => state.filters[name].length);
  const without = names.map((name) => [`without the filter ${FILTER_NAMES[name]}`, { ...state, filters: { ...state.filters, [name]: [] } }]);
  if (state.from || state.to) without.push(["at any time", { ...state, from: "", to: "" }]);
  if (isFiltered(state) && state.q) without.push(["without any filter", plain(state.q)]);
  if (state.q.includes('"')) without.push(["without the quotation marks", { ...state, q: state.q.replaceAll('"', "") }]);
  if (/\s/.test(state.q.trim())) without.push(["any of the words", { ...state, q: state.q.trim().split(/\s+/).join(" OR ") }]);
  without.push(["all stories", plain("")]);
  put(
    element,
    el(
      "div",
      { class: "state" },
      el("h2", {}, "No stories found"),
      el("p", {}, "Check the spelling and what was understood above, or try:"),
      el("ul", {}, without.map(([label, other]) => el("li", {}, el("a", { href: write(other) }, label)))),
    ),
  );
}

/** Shows what went wrong, and lets the reader try again. */
export function showError(element, error, retry) {
  const offline = error.status === 0;
  if (!(error instanceof ApiError)) console.error(error);
  put(
    element,
    el(
      "div",
      { class: "state", role: "alert" },
      el("h2", {}, offline ? "No connection" : error.status === 400 ? "This cannot be searched for" : "That did not work"),
      el("p", {}, error instanceof ApiError ? error.message : "The server's answer is not what this page can show."),
      offline && el("p", {}, "The page tries again by itself when the connection is back."),
      el("button", { type: "button", onclick: retry }, "Try again"),
    ),
  );
}
