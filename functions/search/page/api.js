// The public API: what is asked, and what went wrong as one type.

/** An answer that is none. `status` is 0 where nothing was reached; `problem` is the problem document, as far as there is one. */
export class ApiError extends Error {
  constructor(status, problem) {
    super(problem.detail ?? "The server cannot be reached.");
    this.status = status;
    this.problem = problem;
  }
}

/** Returns the JSON at an address; throws ApiError, or the signal's AbortError. */
export async function getJson(path, parameters = new URLSearchParams(), signal = undefined) {
  const response = await fetched(withQuery(path, parameters), { signal });
  try {
    return JSON.parse(await response.text(), exact);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(response.status, { detail: "The server's answer cannot be read." });
  }
}

/** Returns the response at an address in another media type; throws ApiError. */
export function getAs(mediaType, path, parameters = new URLSearchParams()) {
  return fetched(withQuery(path, parameters), { headers: { accept: mediaType } });
}

/** Sends an empty POST; throws ApiError. */
export async function post(path) {
  await fetched(path, { method: "POST" });
}

/** Returns the address of a story in the API, or of a part of it. */
export function storyPath(id, ...parts) {
  return ["/v1/stories", encodeURIComponent(id), ...parts].join("/");
}

async function fetched(address, options) {
  let response;
  try {
    response = await fetch(address, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, {});
  }
  if (!response.ok) throw new ApiError(response.status, await problemOf(response));
  return response;
}

async function problemOf(response) {
  try {
    return await response.json();
  } catch {
    return { detail: `The server answered ${response.status}.` };
  }
}

/** Keeps a version of seventeen digits, which a number here would round, as the text that it is. */
function exact(_, value, context) {
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? context?.source ?? value : value;
}

function withQuery(path, parameters) {
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}
