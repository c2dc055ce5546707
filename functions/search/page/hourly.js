// A value of each of the last 24 hours as bars.

import { el, svg } from "./dom.js";
import { short } from "./times.js";

const HOURS = 24;
const HOUR_MS = 3_600_000;
const WIDTH = 300;
const HEIGHT = 60;

/** Returns the bars of a report's hours; `valueOf` is given an hour, `written` a value, and `what` says what it is of. */
export function hourly(report, title, what, valueOf, written) {
  const last = Math.floor(Date.parse(report.at) / HOUR_MS);
  const known = new Map(report.hours.map((hour) => [Math.floor(Date.parse(hour.from) / HOUR_MS), valueOf(hour)]));
  const hours = Array.from({ length: HOURS + 1 }, (_, n) => last - HOURS + n);
  const values = hours.map((hour) => known.get(hour) ?? 0);
  const most = Math.max(...values);
  if (!most) return el("p", { class: "nothing" }, `${title}: nothing in the last 24 hours.`);
  const width = WIDTH / hours.length;
  const bars = values.map((value, n) => {
    const height = value ? Math.max(2, (value / most) * (HEIGHT - 2)) : 0;
    const when = short(new Date(hours[n] * HOUR_MS).toISOString());
    return [
      svg("rect", { class: "bar", x: n * width, y: HEIGHT - height, width: width - 1, height }),
      svg("rect", { class: "area", x: n * width, y: 0, width, height: HEIGHT }, svg("title", {}, `${when}: ${written(value)}`)),
    ];
  });
  const label = `${title} by hour: ${what}, at most ${written(most)}, ${written(values.at(-1))} in this hour`;
  return el(
    "figure",
    { class: "hourly" },
    svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": label }, bars),
    el("figcaption", {}, `24 hours, at most ${written(most)} in one`),
  );
}
