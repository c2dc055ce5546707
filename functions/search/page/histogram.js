// The stories over time: bars to draw over with the pointer, or to choose by the two dates below them.

import { CLOSED } from "./address.js";
import { el, put, svg } from "./dom.js";
import { counted } from "./texts.js";
import { dayOf, short } from "./times.js";

const WIDTH = 300;
const HEIGHT = 60;
const EARLIEST = "1000-01-01";

/** Shows the bars of a page; `navigate` is given the state that a choice leads to. */
export function showHistogram(element, bars, state, navigate) {
  const go = (from, to) => navigate({ ...state, ...CLOSED, from, to });
  const focused = element.contains(document.activeElement) ? document.activeElement.id : null;
  const brushed = (first, next) => go(first.from, next?.from ?? state.to);
  put(element, bars.length ? chart(bars, brushed) : el("p", { class: "nothing" }, "No stories over time."), dates(state, go));
  if (focused) document.getElementById(focused)?.focus();
}

function chart(bars, brushed) {
  const width = WIDTH / bars.length;
  const most = Math.max(...bars.map((bar) => bar.count));
  const label = `Stories over time, from ${short(bars[0].from)} to ${short(bars.at(-1).from)}; at most ${most} in one bar`;
  const drawn = bars.map((bar, n) => {
    const height = bar.count ? Math.max(2, (bar.count / most) * HEIGHT) : 0;
    return svg("rect", { class: "bar", x: n * width, y: HEIGHT - height, width: Math.max(width - 1, 0.5), height });
  });
  const areas = bars.map((bar, n) =>
    svg(
      "rect",
      { class: "area", x: n * width, y: 0, width, height: HEIGHT },
      svg("title", {}, `${short(bar.from)}: ${counted(bar.count, "story", "stories")}`),
    ),
  );
  const brush = svg("rect", { class: "brush", y: 0, height: HEIGHT, width: 0 });
  const frame = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": label };
  const figure = svg("svg", frame, drawn, brush, areas);
  brushing(figure, brush, bars, brushed);
  const ends = bars.length > 1 ? [bars[0], bars.at(-1)] : bars;
  return [figure, el("div", { class: "ends", "aria-hidden": "true" }, ends.map((bar) => el("span", {}, dayOf(bar.from))))];
}

/** Lets the pointer choose the bars from where it is pressed to where it is released. */
function brushing(figure, brush, bars, brushed) {
  const width = WIDTH / bars.length;
  let first = null;
  let last = null;
  const under = (event) => {
    const { left, width: shown } = figure.getBoundingClientRect();
    return Math.min(bars.length - 1, Math.max(0, Math.floor(((event.clientX - left) / shown) * bars.length)));
  };
  const show = () => {
    brush.setAttribute("x", Math.min(first, last) * width);
    brush.setAttribute("width", first === null ? 0 : (Math.abs(last - first) + 1) * width);
  };
  figure.addEventListener("pointerdown", (event) => {
    figure.setPointerCapture(event.pointerId);
    first = last = under(event);
    show();
  });
  figure.addEventListener("pointermove", (event) => {
    if (first === null) return;
    last = under(event);
    show();
  });
  figure.addEventListener("pointercancel", () => {
    first = last = null;
    show();
  });
  figure.addEventListener("pointerup", () => {
    if (first === null) return;
    const [low, high] = [Math.min(first, last), Math.max(first, last)];
    first = last = null;
    brushed(bars[low], bars[high + 1]);
  });
}

function dates(state, go) {
  const from = el("input", { type: "date", id: "from", value: day(state.from, 0) });
  const to = el("input", { type: "date", id: "to", value: day(state.to, -1) });
  from.addEventListener("change", () => isWhole(from.value) && go(from.value, state.to));
  to.addEventListener("change", () => isWhole(to.value) && go(state.from, to.value));
  return el(
    "div",
    { class: "dates" },
    el("label", {}, "From ", from),
    el("label", {}, "To ", to),
    (state.from || state.to) && el("button", { type: "button", onclick: () => go("", "") }, "All times"),
  );
}

/** Returns whether a day is typed to its end: the year 2026 is 0002 at first, then 0020. */
function isWhole(day) {
  return day === "" || day >= EARLIEST;
}

/** Returns the reader's day of a bound: a day is one already, and the end of a time is the day before its millisecond. */
function day(bound, milliseconds) {
  if (!bound.includes("T")) return bound;
  const time = new Date(Date.parse(bound) + milliseconds);
  if (Number.isNaN(time.valueOf())) return "";
  return [time.getFullYear(), time.getMonth() + 1, time.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}
