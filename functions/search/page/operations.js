// The operations view: how deliveries ended, what is in quarantine, which feeds are silent, and how long it takes.

import { getJson, post } from "./api.js";
import { el, put, svg } from "./dom.js";
import { showError } from "./states.js";
import { counted } from "./texts.js";
import { age, duration, moment, number } from "./times.js";

const EVERY_MS = 10_000;
const WIDTH = 300;
const HEIGHT = 60;
const MOST_POINTS = 60;
const OUTCOMES = ["accepted", "superseded", "quarantined"];

/** Shows the view and keeps it up to date until the signal ends it. */
export function showOperations(element, signal) {
  const lags = [];
  const look = async () => {
    try {
      const report = await getJson("/v1/operations", undefined, signal);
      lags.push(report.lag.p95_seconds);
      show(element, report, lags.slice(-MOST_POINTS), look);
    } catch (error) {
      if (error.name === "AbortError") return;
      if (error.status === 404) showAbsent(element);
      else showError(element, error, look);
    }
  };
  const timer = setInterval(() => !document.hidden && look(), EVERY_MS);
  signal.addEventListener("abort", () => clearInterval(timer));
  put(element, el("h2", { tabindex: "-1" }, "Operations"), el("p", { class: "loading" }, "Loading …"));
  return look();
}

function showAbsent(element) {
  put(element, el("h2", { tabindex: "-1" }, "Operations"), el("p", { class: "state" }, "Not available here: this server does not tell how deliveries went."));
}

function show(element, report, lags, look) {
  const focused = element.contains(document.activeElement) ? document.activeElement.id : null;
  put(
    element,
    el("h2", { tabindex: "-1", id: "operations-title" }, "Operations"),
    el("p", {}, "Since ", moment(report.since)),
    section("Deliveries", deliveries(report.deliveries)),
    section(`Quarantine (${number(report.quarantine.length)})`, quarantine(report.quarantine, look)),
    section("Feeds", feeds(report.feeds)),
    section("From receipt to search", lag(report.lag, lags)),
  );
  if (focused) document.getElementById(focused)?.focus();
}

function section(title, ...children) {
  return el("section", { class: "operation" }, el("h3", {}, title), children);
}

function deliveries(rows) {
  if (!rows.length) return el("p", { class: "nothing" }, "No deliveries.");
  const suppliers = Map.groupBy(rows, (row) => row.supplier);
  const totals = [...suppliers].map(([supplier, of]) => [supplier, of, of.reduce((sum, row) => sum + row.count, 0)]);
  const most = Math.max(...totals.map(([, , total]) => total));
  return table(
    ["Supplier", "Deliveries", "Outcomes"],
    totals.sort((a, b) => b[2] - a[2]).map(([supplier, of, total]) => [supplier, stacked(of, most), told(of, total)]),
  );
}

function told(rows, total) {
  return `${number(total)}: ${rows.map((row) => `${number(row.count)} ${row.outcome}`).join(", ")}`;
}

function stacked(rows, most) {
  let x = 0;
  const parts = rows.map((row) => {
    const width = (row.count / most) * WIDTH;
    const known = OUTCOMES.includes(row.outcome) ? row.outcome : "other";
    const part = svg("rect", { class: `outcome ${known}`, x, y: 0, width, height: 12 }, svg("title", {}, `${row.outcome}: ${row.count}`));
    x += width;
    return part;
  });
  return svg("svg", { class: "bar-line", viewBox: `0 0 ${WIDTH} 12`, preserveAspectRatio: "none", "aria-hidden": "true" }, parts);
}

function quarantine(rows, look) {
  if (!rows.length) return el("p", { class: "nothing" }, "Nothing is in quarantine.");
  return table(
    ["Supplier", "Received", "Why", ""],
    rows.map((row) => [row.supplier ?? "unknown", age(row.received), el("ul", {}, row.reasons.map((reason) => el("li", {}, String(reason)))), release(row, look)]),
  );
}

function release(row, look) {
  const said = el("span", { role: "status" });
  const button = el("button", { type: "button", id: `release-${row.delivery}`, "aria-label": `Release ${row.delivery}` }, "Release");
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await post(`/v1/quarantine/${encodeURIComponent(row.delivery)}/release`);
      await look();
    } catch (error) {
      put(said, error.status === 404 ? "Not available here" : error.message);
      button.disabled = false;
    }
  });
  return [button, " ", said];
}

function feeds(rows) {
  if (!rows.length) return el("p", { class: "nothing" }, "No feeds.");
  return table(
    ["Feed", "Supplier", "Last story", "Silent for", "Usually"],
    rows.map((row) => [
      row.feed,
      row.supplier,
      row.last_received ? age(row.last_received) : "never",
      el("span", { class: row.silence_seconds > 3 * row.usual_seconds ? "late" : "" }, duration(row.silence_seconds), row.silence_seconds > 3 * row.usual_seconds && " – late"),
      duration(row.usual_seconds),
    ]),
  );
}

function lag({ p50_seconds, p95_seconds }, points) {
  const most = Math.max(...points, 0.001);
  const line = points.map((value, n) => `${(n / Math.max(1, MOST_POINTS - 1)) * WIDTH},${HEIGHT - (value / most) * (HEIGHT - 4)}`).join(" ");
  const label = `The last ${counted(points.length, "look", "looks")}: 95 of 100 within ${duration(p95_seconds)} now`;
  return [
    el("p", {}, `Half of the stories within ${duration(p50_seconds)}, 95 of 100 within ${duration(p95_seconds)}.`),
    svg("svg", { class: "spark", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label }, svg("polyline", { points: line })),
  ];
}

function table(heads, rows) {
  return el(
    "div",
    { class: "scrolling", tabindex: "0", role: "region", "aria-label": heads.filter(Boolean).join(", ") },
    el(
      "table",
      {},
      el("thead", {}, el("tr", {}, heads.map((head) => (head ? el("th", { scope: "col" }, head) : el("td"))))),
      el("tbody", {}, rows.map(([first, ...cells]) => el("tr", {}, el("th", { scope: "row", dir: "auto" }, first), cells.map((cell) => el("td", {}, cell))))),
    ),
  );
}
