// The clipboard.

/** Copies a text; returns whether the browser did. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // it is not asked on a page without TLS, and may refuse elsewhere
  }
}
