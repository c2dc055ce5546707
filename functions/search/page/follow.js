// The current query elsewhere: as a feed to subscribe to, and as a file.

import { getAs } from "./api.js";
import { query } from "./address.js";
import { el, put } from "./dom.js";
import { counted } from "./texts.js";

const FEEDS = [["RSS", "/v1/feed.rss"], ["Atom", "/v1/feed.atom"], ["JSON Feed", "/v1/feed.json"]];
const FILES = [["CSV", "text/csv", "csv"], ["NDJSON", "application/x-ndjson", "ndjson"]];
const MOST_PARTS = 50;

/** Shows the feeds and the exports of the query of a state. */
export function showFollow(element, state) {
  const said = el("span", { role: "status" });
  const parameters = query(state).toString();
  put(
    element,
    el("p", {}, "Follow this search: ", FEEDS.map(([name, path]) => [el("a", { href: parameters ? `${path}?${parameters}` : path }, name), " "])),
    el(
      "p",
      {},
      "Download the stories: ",
      FILES.map(([name, type, ending]) => [el("button", { type: "button", onclick: () => download(state, type, ending, said) }, name), " "]),
      said,
    ),
  );
}

/** Downloads all parts of an export as one file; a table has its heading once. */
async function download(state, type, ending, said) {
  const parts = [];
  let parameters = query(state);
  try {
    for (let part = 1; parameters && part <= MOST_PARTS; part += 1) {
      put(said, `Part ${part} …`);
      const response = await getAs(type, "/v1/stories", parameters);
      const text = await response.text();
      parts.push(ending === "csv" && part > 1 ? text.slice(text.indexOf("\n") + 1) : text);
      parameters = next(response);
    }
  } catch (error) {
    put(said, error.message);
    return;
  }
  save(new Blob(parts, { type }), `newswire.${ending}`);
  put(said, parameters ? `Only the first ${counted(MOST_PARTS, "part", "parts")}: narrow the search` : "Done");
}

function next(response) {
  const link = /<([^>]*)>; rel="next"/.exec(response.headers.get("link") ?? "");
  return link && new URL(link[1], location.href).searchParams;
}

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
