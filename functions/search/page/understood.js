// How the query was understood, how many stories there are, and warnings.

import { FILTERS, isFiltered, toggled, write, CLOSED } from "./address.js";
import { el, put } from "./dom.js";
import { counted, FILTER_NAMES, labelOf } from "./texts.js";
import { number, short } from "./times.js";

const RADII = [25, 100, 500, 2000];

/** Shows what was understood of the query of a page, and the filters, each to be taken out. */
export function showUnderstood(element, page, state) {
  const { understood_as: meaning, warnings } = page.query;
  const { value, relation } = page.total;
  const total = `${relation === "gte" ? "more than " : ""}${counted(value, "story", "stories")}`;
  put(
    element,
    el("p", { class: "understood" }, el("strong", {}, total), meaning && state.q ? [" · ", el("span", { dir: "auto" }, meaning)] : " · all stories"),
    page.query.did_you_mean && el("p", { class: "meant" }, "Did you mean ", el("a", { dir: "auto", href: write({ ...state, ...CLOSED, q: page.query.did_you_mean }) }, page.query.did_you_mean), "?"),
    warnings.map((warning) => el("p", { class: "warning" }, warning)),
    isFiltered(state) && el("ul", { class: "chips", "aria-label": "Filters: take one out" }, chosenFilters(state)),
    state.near && radii(state),
  );
}

/** Returns the choice of how far from its middle the circle of `near` goes. */
function radii(state) {
  const [lat, lon, chosen] = state.near.split(",");
  const link = (kilometres) => el("a", { href: write({ ...state, ...CLOSED, near: `${lat},${lon},${kilometres}` }), "aria-current": Number(chosen) === kilometres ? "true" : null }, `${number(kilometres)} km`);
  return el("p", { class: "radii" }, "Within: ", RADII.map((kilometres) => [link(kilometres), " "]));
}

function chosenFilters(state) {
  const values = FILTERS.flatMap((name) =>
    state.filters[name].map((value) => [FILTER_NAMES[name], labelOf(name, value), toggled(state, name, value)]),
  );
  if (state.from) values.push(["From", bound(state.from), { ...state, ...CLOSED, from: "" }]);
  if (state.to) values.push(["To", bound(state.to), { ...state, ...CLOSED, to: "" }]);
  if (state.near) values.push(["Near", near(state.near), { ...state, ...CLOSED, near: "" }]);
  return values.map(([name, label, without]) =>
    el("li", {}, el("a", { class: "chip out", href: write(without), "aria-label": `${name} ${label}: take this filter out` }, `${name}: `, el("span", { dir: "auto" }, label), " ×")),
  );
}

function bound(text) {
  return text.includes("T") && !Number.isNaN(Date.parse(text)) ? short(text) : text;
}

function near(text) {
  const [lat, lon, kilometres] = text.split(",").map(Number);
  return `${number(lat)}, ${number(lon)} within ${number(kilometres)} km`;
}
