// The time line of a story's versions, and the choice of two to compare.

import { write } from "./address.js";
import { el, put } from "./dom.js";
import { until } from "./results.js";
import { counted } from "./texts.js";
import { moment } from "./times.js";

/** Shows the versions of a story, newest first; `navigate` is given the state that a comparison leads to. */
export function showVersions(element, versions, state, navigate) {
  const [newer, older] = [versions[0], versions[1]];
  const [from, to] = state.compare ? state.compare.split("-") : [String(older?.version ?? ""), String(newer.version)];
  const compare = () => {
    const [a, b] = ["from", "to"].map((side) => element.querySelector(`input[name=${side}]:checked`)?.value);
    if (a !== undefined && b !== undefined) navigate({ ...state, compare: `${a}-${b}` });
  };
  const several = versions.length > 1;
  put(
    element,
    el("h3", {}, several ? counted(versions.length, "version", "versions") : "One version"),
    el("ol", { class: "versions" }, versions.map((version) => line(version, state, several, from, to))),
    several &&
      el(
        "p",
        {},
        el("button", { type: "button", onclick: compare }, "Compare the two"),
        state.compare && [" ", el("a", { href: write({ ...state, compare: "" }) }, "Close the comparison")],
      ),
  );
}

function line(version, state, several, from, to) {
  const number = String(version.version);
  const radio = (side, chosen) =>
    el(
      "label",
      { class: "side" },
      el("input", { type: "radio", name: side, value: number, checked: number === chosen }),
      side === "from" ? "old" : "new",
      el("span", { class: "hidden" }, `: version ${number}`),
    );
  return el(
    "li",
    {},
    several && el("span", { class: "sides" }, radio("from", from), radio("to", to)),
    el(
      "span",
      {},
      el("strong", {}, label(version)),
      " ",
      moment(version.version_created),
      ` · ${counted(version.word_count, "word", "words")}`,
      version.correction && el("span", { class: "badge correction" }, version.correction),
      version.embargoed && el("span", { class: "badge" }, "embargo ", until(version.embargo_until)),
      version.ed_note && el("span", { class: "note", dir: "auto" }, version.ed_note),
    ),
  );
}

/** Returns what a version is called: a number that is a time says nothing to a reader. */
function label({ version }) {
  return version < 1_000_000_000 ? `Version ${version}` : "Version of";
}
