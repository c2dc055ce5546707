// The operations view: how deliveries ended, what is in quarantine, which feeds are silent, and how long it takes.

import { getJson, post } from "./api.js";
import { el, put, svg } from "./dom.js";
import { hourly } from "./hourly.js";
import { showError } from "./states.js";
import { counted } from "./texts.js";
import { age, duration, moment, number } from "./times.js";

const EVERY_MS = 10_000;
const WIDTH = 300;
const FORBIDDEN = 403;
const LATE = 10; // stories that a feed usually has in the time of its silence: the alarm rings from there on

/** Shows the view and keeps it up to date until the signal ends it. */
export function showOperations(element, signal) {
  const note = el("div", { role: "status" });
  const body = el("div", { class: "sections" }, el("p", { class: "loading" }, "Loading …"));
  put(element, el("h2", { tabindex: "-1" }, "Operations"), note, body);
  let shown = false;
  const look = async () => {
    try {
      show(body, await getJson("/v1/operations", undefined, signal), look);
      put(note);
      shown = true;
    } catch (error) {
      if (error.name === "AbortError") return;
      if (error.status === FORBIDDEN) put(body, el("p", { class: "state" }, "Your access does not include the operations: it takes the scope “operations”."));
      else if (shown) put(note, el("p", { class: "warning" }, `What you see is not of now: ${error.message}`));
      else showError(body, error, look);
    }
  };
  const timer = setInterval(() => !document.hidden && look(), EVERY_MS);
  signal.addEventListener("abort", () => clearInterval(timer));
  return look();
}

function show(element, report, look) {
  const sections = [
    section("Deliveries", el("p", {}, "Since ", moment(report.since)), hourly(report, "Deliveries", "deliveries", (hour) => hour.count, number), deliveries(report.deliveries)),
    section("From receipt to search", lag(report.lag, report.queue), hourly(report, "From receipt to search", "seconds within which 95 of 100 were taken in", (hour) => hour.lag?.p95_seconds ?? 0, duration)),
    section(`Quarantine (${number(report.quarantine.total)})`, quarantine(report.quarantine, look)),
    section("Feeds", feeds(report.feeds)),
  ];
  const before = [...element.querySelectorAll(".operation")];
  if (before.length) before.forEach((old, n) => replace(old, sections[n]));
  else put(element, sections);
}

function section(title, ...children) {
  return el("section", { class: "operation" }, el("h3", { tabindex: "-1" }, title), children);
}

/** Puts a section in the place of an older one, where it says anything new: what is selected, scrolled or focused stays. */
function replace(old, now) {
  if (old.isEqualNode(now)) return;
  const focused = old.contains(document.activeElement) ? document.activeElement.id : null;
  const scrolled = [...old.querySelectorAll(".scrolling")].map((box) => box.scrollLeft);
  old.replaceWith(now);
  now.querySelectorAll(".scrolling").forEach((box, n) => (box.scrollLeft = scrolled[n] ?? 0));
  if (focused !== null) (document.getElementById(focused) ?? now.querySelector("h3")).focus();
}

function deliveries(rows) {
  if (!rows.length) return null;
  const suppliers = Map.groupBy(rows, (row) => row.supplier);
  const totals = [...suppliers].map(([supplier, of]) => [supplier, of, of.reduce((sum, row) => sum + row.count, 0)]);
  const most = Math.max(...totals.map(([, , total]) => total));
  return table(
    "delivered",
    ["Supplier", "Deliveries", "Outcomes", "Last"],
    totals.sort((a, b) => b[2] - a[2]).map(([supplier, of, total]) => [supplier, stacked(of, most), el("span", { class: "together" }, told(of, total)), age(latest(of))]),
  );
}

function latest(rows) {
  return rows.map((row) => row.last).sort((a, b) => Date.parse(b) - Date.parse(a))[0];
}

function told(rows, total) {
  if (rows.length === 1) return `${number(total)} ${rows[0].outcome}`;
  return `${number(total)}: ${rows.map((row) => `${number(row.count)} ${row.outcome}`).join(", ")}`;
}

function stacked(rows, most) {
  let x = 0;
  const parts = rows.map((row) => {
    const width = (row.count / most) * WIDTH;
    const part = svg("rect", { class: `outcome ${row.outcome}`, x, y: 0, width, height: 12 }, svg("title", {}, `${row.outcome}: ${row.count}`));
    x += width;
    return part;
  });
  return svg("svg", { class: "bar-line", viewBox: `0 0 ${WIDTH} 12`, preserveAspectRatio: "none", "aria-hidden": "true" }, parts);
}

function lag(lag, queue) {
  const waiting = `On the queue: ${counted(queue.waiting, "waits", "wait")}, ${number(queue.in_work)} in work or to be tried again.`;
  const taken = lag ? `Half of what was accepted was taken in within ${duration(lag.p50_seconds)}, 95 of 100 within ${duration(lag.p95_seconds)}. ` : "Nothing was accepted. ";
  return el("p", {}, taken, waiting);
}

function quarantine({ total, deliveries: rows }, look) {
  if (!rows.length) return el("p", { class: "nothing" }, "Nothing is in quarantine.");
  return [
    total > rows.length && el("p", {}, `The newest ${number(rows.length)}; “newswire quarantine list” has all of them.`),
    table(
      "quarantined",
      ["Supplier", "Why", "", "Received", "Feed", "Delivery"],
      rows.map((row) => [
        row.supplier ?? "unknown",
        el("ul", { class: "reasons" }, row.reasons.map((reason) => el("li", { dir: "auto" }, reason))),
        release(row, look),
        row.received && age(row.received),
        row.feed,
        el("code", {}, row.delivery),
      ]),
    ),
  ];
}

function release(row, look) {
  const said = el("span", { role: "status" });
  const button = el("button", { type: "button", id: `release-${row.delivery}`, "aria-label": `Release ${row.delivery}` }, "Release");
  button.addEventListener("click", async () => {
    if (button.ariaDisabled) return;
    button.ariaDisabled = "true"; // one that is disabled would lose the focus
    try {
      await post(`/v1/quarantine/${encodeURIComponent(row.delivery)}/release`);
      await look();
    } catch (error) {
      put(said, error.message);
      button.ariaDisabled = null;
    }
  });
  return [button, " ", said];
}

function feeds({ problem, polled }) {
  if (problem) return el("p", { class: "warning" }, `No feed is polled: ${problem}`);
  if (!polled.length) return el("p", { class: "nothing" }, "No feeds are polled.");
  return table(
    "polled",
    ["Feed", "Supplier", "Last story", "Silent for", "Usual in that time", "Problem"],
    polled.map((feed) => [
      feed.feed,
      feed.supplier,
      feed.last_story ? age(feed.last_story) : "none yet",
      silence(feed),
      feed.expected_stories === null ? "not known yet" : counted(Math.round(feed.expected_stories), "story", "stories"),
      feed.problem && el("span", { class: "late" }, `${counted(feed.failures, "failure", "failures")}: ${feed.problem}`),
    ]),
  );
}

function silence({ silence_seconds: seconds, expected_stories: expected }) {
  if (seconds === null) return "never polled";
  const late = expected !== null && expected > LATE;
  return el("span", { class: late ? "late" : "" }, duration(seconds), late && " – late");
}

function table(id, heads, rows) {
  return el(
    "div",
    { class: "scrolling", id, tabindex: "0", role: "region", "aria-label": heads.filter(Boolean).join(", ") },
    el(
      "table",
      {},
      el("thead", {}, el("tr", {}, heads.map((head) => (head ? el("th", { scope: "col" }, head) : el("td"))))),
      el("tbody", {}, rows.map(([first, ...cells]) => el("tr", {}, el("th", { scope: "row", dir: "auto" }, first), cells.map((cell) => el("td", {}, cell))))),
    ),
  );
}
