// What happens while the page is open: new stories are announced and move nothing; what is withdrawn goes at once.
// The log of changes tells whether anything has happened; only then, and once a minute, is anything searched for.

import { getJson, storyPath } from "./api.js";
import { query } from "./address.js";
import { markUpdated, withdraw } from "./results.js";
import { counted } from "./texts.js";

const EVERY_MS = 10_000;
const LOOKED_AT = 20;
const WHOLE_EVERY = 6; // looks: what expires is told a little late, and shown no more at its time
const MOST_CHANGES = 1000;

/** Watches the query, the story and whatever is listed in an element, until it is told of others. */
export class Live {
  /** `announce` is called with a text, "" where there is nothing new; `storyChanged` with what became of the open story, `reached` with whether the server answers. */
  constructor(element, announce, storyChanged, reached) {
    this.element = element;
    this.announce = announce;
    this.storyChanged = storyChanged;
    this.reached = reached;
    this.known = null;
    this.since = 0;
    this.state = null;
    this.story = null;
    this.place = null; // in the log of changes: all before it is known
    this.again = false; // a change is told a second before a search finds it
    this.looks = 0;
    setInterval(() => this.look(), EVERY_MS);
    document.addEventListener("visibilitychange", () => this.look());
  }

  /** Watches the query of a state from now on; what is there now is not new. */
  async watch(state) {
    this.state = state;
    this.known = null;
    this.again = true;
    this.announce("");
    this.place ??= await this.end();
    return this.lookForNew(state);
  }

  /** Watches a story as it was loaded, or null. */
  watchStory(story) {
    this.story = story;
  }

  /** Looks once, where the page is seen. Without a connection the next look says what was missed. */
  async look() {
    if (document.hidden) return;
    const ids = await this.changed();
    if (!this.state) return;
    this.looks += 1;
    if (ids === null || this.looks % WHOLE_EVERY === 0) {
      await Promise.allSettled([this.lookForNew(this.state), this.lookAtList(), this.lookAtStory(this.story)]);
      return;
    }
    const found = ids.size > 0 || this.again;
    this.again = ids.size > 0;
    const rows = this.rows().filter((row) => ids.has(row.dataset.story));
    await Promise.allSettled([
      found && this.lookForNew(this.state),
      ...rows.map((row) => this.lookAtRow(row)),
      ids.has(this.story?.id) && this.lookAtStory(this.story),
    ]);
  }

  /** Returns the ids of the stories that have changed since it was last asked, null where that cannot be told. */
  async changed() {
    try {
      const { changes, next } = await getJson("/v1/changes", new URLSearchParams({ after: this.place ?? "now", size: MOST_CHANGES }));
      const told = this.place !== null && changes.length < MOST_CHANGES;
      this.place = told || this.place === null ? next : await this.end();
      this.reached(true);
      return told ? new Set(changes.map((change) => change.id)) : null;
    } catch (error) {
      if (error.status === 400) this.place = null; // the log is another one now
      else this.reached(false);
      return null;
    }
  }

  async end() {
    return (await getJson("/v1/changes", new URLSearchParams({ after: "now" }))).next;
  }

  rows() {
    return [...this.element.querySelectorAll("li[data-story]:not(.withdrawn)")];
  }

  async lookForNew(state) {
    const parameters = query(state);
    parameters.set("sort", "newest");
    parameters.set("size", LOOKED_AT);
    parameters.set("highlight", "false");
    const { stories } = await getJson("/v1/stories", parameters);
    if (state !== this.state) return;
    const whole = stories.filter((story) => !story.partial);
    if (!this.known) {
      this.known = new Map(whole.map((story) => [story.id, story.version]));
      this.since = whole.length < LOOKED_AT ? 0 : Date.parse(whole.at(-1).version_created);
      return;
    }
    // Older ones come up where a newer one went; they are not new.
    const fresh = whole.filter((story) => !this.known.has(story.id) && Date.parse(story.version_created) >= this.since).length;
    const updated = whole.filter((story) => this.known.has(story.id) && this.known.get(story.id) !== story.version).length;
    const told = [];
    if (fresh) told.push(fresh === LOOKED_AT ? `${LOOKED_AT} or more new stories` : counted(fresh, "new story", "new stories"));
    if (updated) told.push(counted(updated, "updated", "updated"));
    this.announce(told.join(", "));
  }

  /** Asks for the stories that are in sight: those that may be seen no more do not come back. */
  async lookAtList() {
    const rows = this.rows().filter(isInSight).slice(0, LOOKED_AT);
    if (!rows.length) return;
    const q = rows.map((row) => `id:"${row.dataset.story.replaceAll('"', "")}"`).join(" OR ");
    const { stories } = await getJson("/v1/stories", new URLSearchParams({ q, size: LOOKED_AT, highlight: "false" }));
    const now = new Map(stories.map((story) => [story.id, String(story.version)]));
    for (const row of rows) {
      const version = now.get(row.dataset.story);
      if (version === undefined) await this.lookAtRow(row);
      else if (version !== row.dataset.version) markUpdated(row);
    }
  }

  /** A search may not find an id for its signs: the story itself has the last word. */
  async lookAtRow(row) {
    try {
      const { version } = await getJson(storyPath(row.dataset.story));
      if (String(version) !== row.dataset.version) markUpdated(row);
    } catch (error) {
      if ([403, 404, 410].includes(error.status)) withdraw(row);
    }
  }

  async lookAtStory(story) {
    if (!story) return;
    try {
      const now = await getJson(storyPath(story.id));
      if (story === this.story && now.version !== story.version) this.storyChanged(story, null);
    } catch (error) {
      if (story === this.story && [403, 404, 410].includes(error.status)) this.storyChanged(story, error);
    }
  }
}

function isInSight(row) {
  const { top, bottom, height } = row.getBoundingClientRect();
  return height > 0 && bottom > 0 && top < innerHeight;
}
