// Places on a map of the land's outlines. The data comes with the page, and is loaded when a map is first shown.

import { around, toggled } from "./address.js";
import { el, put, svg } from "./dom.js";
import { counted } from "./texts.js";

const SMALLEST = 3;
const LARGEST = 16;
const NEAR_KM = 500;
const KM_A_DEGREE = 111.2;
let loading = null;

/** Shows how many stories each country has; `navigate` is given the state that a choice leads to. */
export async function showCountries(element, countries, state, navigate) {
  const map = await data(element);
  if (!map) return;
  const most = Math.max(1, ...countries.map((country) => country.count));
  const largest = Math.min(LARGEST, SMALLEST * Math.sqrt(most)); // a few stories make no large circles
  const circles = countries.flatMap(({ value, label, count }) => {
    const [lon, lat] = map.countries[value] ?? [];
    if (lon === undefined) return [];
    return svg(
      "circle",
      {
        class: state.filters.country.includes(value) ? "place chosen" : "place",
        cx: lon,
        cy: -lat,
        r: Math.max(SMALLEST, Math.sqrt(count / most) * largest),
        "data-country": value,
        onclick: () => navigate(toggled(state, "country", value)),
      },
      svg("title", {}, `${label}: ${counted(count, "story", "stories")}`),
    );
  });
  const shown = figure(map, "Map of the countries in these stories; they can be chosen in the list of countries", [area(state.near), circles]);
  shown.addEventListener("click", (event) => {
    if (event.target.matches(".place")) return;
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(shown.getScreenCTM().inverse());
    navigate(around(state, Math.max(-90, Math.min(90, -y)), x, NEAR_KM));
  });
  put(element, shown);
}

/** Returns the circle that `near` names, as it is on this map; null where there is none. */
function area(near) {
  const [lat, lon, kilometres] = near.split(",").map(Number);
  if (!(kilometres > 0)) return null;
  const degrees = kilometres / KM_A_DEGREE;
  return svg("ellipse", { class: "around", cx: lon, cy: -lat, rx: degrees / Math.max(0.1, Math.cos((lat * Math.PI) / 180)), ry: degrees });
}

/** Shows the places of one story, as far as they have coordinates. */
export async function showPlaces(element, places) {
  const map = await data(element);
  if (!map) return;
  const located = places.filter((place) => typeof place.lat === "number" && typeof place.lon === "number");
  const circles = located.map(({ name, lat, lon }) =>
    svg("circle", { class: "place", cx: lon, cy: -lat, r: 4 }, svg("title", {}, name)),
  );
  put(element, figure(map, `Map: ${located.map((place) => place.name).join(", ")}`, circles));
}

function figure(map, label, circles) {
  return svg(
    "svg",
    { viewBox: "-180 -84 360 142", role: "img", "aria-label": label },
    svg("path", { class: "land", d: map.land }),
    circles,
  );
}

/** Returns the data of the map, loaded once; null where that failed, which the next map tries again. */
async function data(element) {
  loading ??= fetch(new URL("map.json", import.meta.url)).then((response) => (response.ok ? response.json() : Promise.reject()));
  try {
    return await loading;
  } catch {
    loading = null;
    put(element, el("p", { class: "nothing" }, "The map cannot be loaded now."));
    return null;
  }
}
