// The help: what can be typed, and the keys. What can be typed is told by the server, which understands it.

import { plain, write } from "./address.js";
import { el, put } from "./dom.js";
import { KEYS } from "./keyboard.js";
import { prefer, preference } from "./preferences.js";

let loading = null;

/** Opens the help. */
export async function openHelp(dialog) {
  dialog.showModal();
  loading ??= fetch(new URL("syntax.json", import.meta.url)).then((response) => (response.ok ? response.json() : Promise.reject()));
  try {
    show(dialog, await loading);
  } catch {
    loading = null;
    show(dialog, []);
  }
  dialog.querySelector("button").focus();
}

function show(dialog, syntax) {
  put(
    dialog,
    el("form", { method: "dialog" }, el("button", { class: "close" }, "Close")),
    el("h2", { id: "help-title" }, "Help"),
    el("h3", {}, "What can be typed"),
    syntax.length
      ? el("table", {}, el("tbody", {}, syntax.map((row) => example(row, dialog))))
      : el("p", {}, "The list cannot be loaded now."),
    el("h3", {}, "Keys"),
    el("dl", { class: "keys" }, KEYS.map(([key, does]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, does)])),
    el("label", {}, shortcuts(), " Single keys work"),
  );
}

function example([query, meaning], dialog) {
  const link = el("a", { href: write(plain(query)), onclick: () => dialog.close() }, el("code", {}, query));
  return el("tr", {}, el("th", { scope: "row" }, link), el("td", {}, meaning));
}

function shortcuts() {
  const box = el("input", { type: "checkbox", checked: preference("shortcuts") === "on" });
  box.addEventListener("change", () => prefer("shortcuts", box.checked ? "on" : "off"));
  return box;
}
