// Single keys, where no field is being typed in; they can be turned off in the help.

import { preference } from "./preferences.js";

/** The keys and what they do, as the help tells them. */
export const KEYS = [
  ["/", "search"],
  ["j", "next story"],
  ["k", "previous story"],
  ["Enter", "open the story"],
  ["Esc", "back to the list"],
  ["n", "show new stories"],
  ["d", "change the density"],
  ["?", "this help"],
];

/** Calls an action of `actions`, by key, when that is pressed. */
export function listen(actions) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]")) return;
    const typing = event.target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
    if (event.key !== "Escape" && (typing || preference("shortcuts") === "off")) return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}

/** Moves the focus to the story after or before the one that has it; returns false where there is none. */
export function step(list, direction) {
  const links = [...list.querySelectorAll("h2 a")];
  const current = document.activeElement?.closest("li.result");
  const at = links.findIndex((link) => link.closest("li") === current);
  const next = links[at < 0 ? (direction > 0 ? 0 : -1) : at + direction];
  next?.focus();
  next?.closest("li").scrollIntoView({ block: "nearest" });
  return Boolean(next);
}
