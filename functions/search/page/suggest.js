// Suggestions below the search box: a combobox as ARIA describes it. Without them the box is a plain one.

import { getJson } from "./api.js";
import { el, put } from "./dom.js";
import { number } from "./times.js";

const PAUSE_MS = 120;
const MOST = 8;

/** Gives a search box suggestions; `choose` is called with the query of the one that is chosen. */
export function suggesting(input, list, choose) {
  let shown = [];
  let active = -1;
  let timer = 0;
  let asked = new AbortController();

  const close = () => {
    clearTimeout(timer);
    asked.abort();
    shown = [];
    active = -1;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (suggestion) => {
    close();
    choose(suggestion.query);
  };
  const move = (step) => {
    active = (active + step + shown.length + 1) % (shown.length + 1);
    [...list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === active)));
    if (active < shown.length) input.setAttribute("aria-activedescendant", list.children[active].id);
    else input.removeAttribute("aria-activedescendant");
  };
  const ask = async () => {
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    let found;
    try {
      found = await getJson("/v1/suggest", new URLSearchParams({ q: input.value, size: MOST }), signal);
    } catch {
      return; // they are a help, not the search
    }
    if (signal.aborted) return;
    shown = found.suggestions;
    active = shown.length;
    put(list, shown.map((suggestion, n) => option(suggestion, n, () => take(suggestion))));
    list.hidden = shown.length === 0;
    input.setAttribute("aria-expanded", String(shown.length > 0));
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim()) timer = setTimeout(ask, PAUSE_MS);
    else close();
  });
  input.addEventListener("keydown", (event) => {
    if (!shown.length) return;
    if (event.key === "Escape") close(); // and nothing else: what was typed stays
    else if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && shown[active]) take(shown[active]);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  return close;
}

function option({ kind, label, count }, n, take) {
  return el(
    "li",
    // The press would take the focus from the box, and close the list before the click.
    { id: `suggestion-${n}`, role: "option", "aria-selected": "false", onpointerdown: (event) => event.preventDefault(), onclick: take },
    el("span", { dir: "auto" }, label),
    el("span", { class: "kind" }, kind),
    typeof count === "number" && el("span", { class: "count" }, number(count)),
  );
}
