// The filters: what the stories found have in common, with counts, several of each to choose.

import { FILTERS, toggled } from "./address.js";
import { el, put } from "./dom.js";
import { FILTER_NAMES, labelOf } from "./texts.js";
import { number } from "./times.js";

const SHOWN_AT_ONCE = 7;

/** Shows the facets of a page; `navigate` is given the state that a choice leads to. */
export function showFacets(element, facets, state, navigate) {
  const focused = element.contains(document.activeElement) ? document.activeElement.id : null;
  const unfolded = new Set([...element.querySelectorAll("details[open]")].map((each) => each.dataset.facet));
  const groups = FILTERS.filter((name) => facets[name]?.length || state.filters[name].length);
  put(element, groups.map((name) => group(name, facets[name] ?? [], state, navigate, unfolded.has(name))));
  if (focused) document.getElementById(focused)?.focus();
}

function group(name, values, state, navigate, unfolded) {
  const chosen = state.filters[name];
  const absent = chosen.filter((value) => !values.some((each) => each.value === value));
  const all = [...absent.map((value) => ({ value, count: 0 })), ...(name === "topic" ? asTree(values) : values)];
  const first = all.slice(0, SHOWN_AT_ONCE);
  const others = all.slice(SHOWN_AT_ONCE);
  const box = (value) => choice(name, value, chosen.includes(value.value), () => navigate(toggled(state, name, value.value)));
  return el(
    "fieldset",
    { class: "facet" },
    el("legend", {}, FILTER_NAMES[name]),
    first.map(box),
    others.length > 0 &&
      el(
        "details",
        { "data-facet": name, open: unfolded || others.some((each) => chosen.includes(each.value)) },
        el("summary", {}, `${number(others.length)} more`, el("span", { class: "hidden" }, ` of ${FILTER_NAMES[name]}`)),
        others.map(box),
      ),
  );
}

function choice(name, { value, count, depth = 0 }, checked, onchange) {
  return el(
    "label",
    { class: `choice depth-${Math.min(depth, 3)}` },
    el("input", { type: "checkbox", id: `facet-${name}-${value}`, checked, onchange }),
    el("span", { class: "label", dir: "auto" }, labelOf(name, value)),
    el("span", { class: "count" }, number(count)),
  );
}

/** Returns topics below the topics that they are part of, each with its depth; among sisters those with most stories first. */
function asTree(topics) {
  const known = new Set(topics.map((topic) => topic.value));
  const below = Map.groupBy(topics, (topic) => (known.has(topic.parent) ? topic.parent : ""));
  const walk = (parent, depth) =>
    (below.get(parent) ?? []).flatMap((topic) => [{ ...topic, depth }, ...walk(topic.value, depth + 1)]);
  return walk("", 0);
}
