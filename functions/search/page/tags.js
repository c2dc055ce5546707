// The tags of a story, each with its reason: where it came from, on what evidence, how sure.

import { around, chosen, write } from "./address.js";
import { el } from "./dom.js";

const ORIGINS = { supplier: "from the supplier", rule: "found by a rule", model: "found by a model" };
const NEAR_KM = 100;
const PERCENT = new Intl.NumberFormat(undefined, { style: "percent" });
let tips = 0;

/** Returns the tags of a story by kind; each leads to the stories of the query with the same. */
export function tags(story, state) {
  return [
    kind("Topics", "topic", story.topics, state, (tag) => tag.code),
    kind("People", "person", story.people, state),
    kind("Organisations", "organisation", story.organisations, state),
    kind("Places", "place", story.places, state),
  ];
}

/** Returns the reason of a tag as text. */
export function reason({ origin, confidence, evidence }) {
  return [ORIGINS[origin] ?? origin, `${PERCENT.format(confidence)} sure`, evidence].filter(Boolean).join(" · ");
}

/** Hides the reason that is shown, until the pointer or the focus comes anew; returns whether there was one. */
export function dismissReason(element) {
  const shown = element.querySelector(".explained:is(:hover, :focus-within):not(.dismissed)");
  shown?.classList.add("dismissed");
  return Boolean(shown);
}

function kind(title, name, found, state, value = (tag) => tag.name) {
  if (!found?.length) return null;
  return el("section", { class: "tags" }, el("h3", {}, title), el("ul", { class: "chips" }, found.map((tag) => chip(tag, name, value(tag), state))));
}

function chip(tag, name, value, state) {
  const id = `why-${(tips += 1)}`;
  const again = ({ currentTarget }) => currentTarget.classList.remove("dismissed");
  return el(
    "li",
    { class: "explained", onpointerleave: again, onfocusout: again },
    el("a", { class: `chip ${name}`, dir: "auto", href: write(chosen(state, name, value)), "aria-describedby": id }, tag.name),
    el("span", { class: "why", id, role: "tooltip" }, reason(tag)),
    typeof tag.lat === "number" && typeof tag.lon === "number" && el("a", { class: "near", href: write(around(state, tag.lat, tag.lon, NEAR_KM)), "aria-label": `Near ${tag.name}: stories within ${NEAR_KM} km` }, "near"),
  );
}
