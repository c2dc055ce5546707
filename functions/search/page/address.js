// The address of the page is what is shown: the query with its filters, the open story, and the view.

import { ZONE } from "./times.js";

/** The parameters of the API that filter by value; each may have several. */
export const FILTERS = [
  "topic", "place", "country", "person", "organisation", "supplier", "publisher", "feed", "language", "genre", "urgency",
];
const OF_THE_QUERY = ["q", "from", "to", "near", "sort"];
const OF_THE_PAGE = ["story", "compare", "view"];

/** Returns the state that an address's query string stands for: texts, "" where there is none, and lists of `filters`. */
export function read(search) {
  const given = new URLSearchParams(search);
  const state = { filters: {} };
  for (const name of [...OF_THE_QUERY, ...OF_THE_PAGE]) state[name] = given.get(name) ?? "";
  for (const name of FILTERS) state.filters[name] = [...new Set(given.getAll(name))];
  return state;
}

/** Returns the address of a state. */
export function write(state) {
  const parameters = ofTheQuery(state);
  for (const name of OF_THE_PAGE) if (state[name]) parameters.append(name, state[name]);
  const text = parameters.toString();
  return text ? `/?${text}` : "/";
}

/** Returns the parameters of the API for the query of a state. */
export function query(state) {
  const parameters = ofTheQuery(state);
  if (ZONE) parameters.append("tz", ZONE);
  return parameters;
}

/** Returns what tells one query from another. */
export function queryKey(state) {
  return ofTheQuery(state).toString();
}

/** Returns the state with one value of a filter added, or taken out where it is there; the list is shown. */
export function toggled(state, name, value) {
  const chosen = state.filters[name];
  const values = chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value];
  return { ...state, ...CLOSED, filters: { ...state.filters, [name]: values } };
}

/** Returns the state with one value of a filter chosen. */
export function chosen(state, name, value) {
  return state.filters[name].includes(value) ? { ...state, ...CLOSED } : toggled(state, name, value);
}

/** Returns the state of the stories around a point, within some kilometres. */
export function around(state, lat, lon, kilometres) {
  return { ...state, ...CLOSED, near: [lat.toFixed(3), lon.toFixed(3), kilometres].join(",") };
}

/** Returns the state of a query alone, without filters. */
export function plain(q) {
  return { ...read(""), q };
}

/** Returns whether anything but words narrows the query. */
export function isFiltered(state) {
  return Boolean(state.from || state.to || state.near) || FILTERS.some((name) => state.filters[name].length);
}

/** What closes the story and leaves the operations view. */
export const CLOSED = { story: "", compare: "", view: "" };

function ofTheQuery(state) {
  const parameters = new URLSearchParams();
  for (const name of OF_THE_QUERY) if (state[name]) parameters.append(name, state[name]);
  for (const name of FILTERS) for (const value of state.filters[name]) parameters.append(name, value);
  return parameters;
}
