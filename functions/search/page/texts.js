// What is shown of a text: its language and direction, and the words of the page for values of the API.

const RIGHT_TO_LEFT = new Set(["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"]);
const LANGUAGES = new Intl.DisplayNames(undefined, { type: "language" });

/** Returns the attributes of an element with a supplier's text: its language, and the direction of that. */
export function written(language) {
  if (!language) return { dir: "auto" };
  return { lang: language, dir: RIGHT_TO_LEFT.has(language.split("-")[0]) ? "rtl" : "auto" };
}

/** Returns the name of a language for its code, and the code where it has none. */
export function languageName(code) {
  try {
    return LANGUAGES.of(code);
  } catch {
    return code;
  }
}

/** What the filters are called. */
export const FILTER_NAMES = {
  topic: "Topic", place: "Place", country: "Country", person: "Person", organisation: "Organisation",
  supplier: "Supplier", publisher: "Publisher", feed: "Feed", language: "Language", genre: "Genre", urgency: "Urgency",
};

const labels = new Map();

/** Keeps what the values of facets are called: a list of nothing tells it of none. */
export function learn(facets) {
  for (const [name, values] of Object.entries(facets)) for (const { value, label } of values) labels.set(`${name} ${value}`, label);
}

/** Returns what a value of a filter is called; the value itself where that was never told. */
export function labelOf(name, value) {
  return name === "language" ? languageName(value) : labels.get(`${name} ${value}`) ?? value;
}

/** Returns a count with its noun: "1 story", "2 stories". */
export function counted(count, one, many) {
  return `${new Intl.NumberFormat().format(count)} ${count === 1 ? one : many}`;
}
