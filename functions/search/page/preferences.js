// What a reader has chosen for good, kept in this browser. A browser that keeps nothing has the defaults.

const DEFAULTS = { density: "comfortable", shortcuts: "on" };

/** Returns a choice. */
export function preference(name) {
  try {
    return localStorage.getItem(`newswire.${name}`) ?? DEFAULTS[name];
  } catch {
    return DEFAULTS[name];
  }
}

/** Keeps a choice. */
export function prefer(name, value) {
  try {
    localStorage.setItem(`newswire.${name}`, value);
  } catch {
    // Storage is full or forbidden: the choice holds until the page is closed.
  }
}
