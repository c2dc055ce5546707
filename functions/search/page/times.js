// Times in the language and the time zone of the reader's browser.

import { el } from "./dom.js";

const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });
const SHORT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const AGE = new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "short" });
const NUMBER = new Intl.NumberFormat();
const UNITS = [["year", 31_536_000], ["month", 2_592_000], ["week", 604_800], ["day", 86_400], ["hour", 3600], ["minute", 60]];

/** The reader's zone as the API takes it, or null where the browser names one that it does not. */
export const ZONE = zone();

/** Returns a <time> that shows the age, and the exact time on hover and to screen readers. */
export function age(rfc3339) {
  return el("time", { datetime: rfc3339, title: exact(rfc3339), "data-age": true }, ageOf(rfc3339));
}

/** Returns a <time> with date and time. */
export function moment(rfc3339) {
  return el("time", { datetime: rfc3339, title: exact(rfc3339) }, short(rfc3339));
}

/** Returns the date and time as text. */
export function short(rfc3339) {
  return SHORT.format(new Date(rfc3339));
}

/** Returns the day as text. */
export function dayOf(rfc3339) {
  return DAY.format(new Date(rfc3339));
}

/** Returns seconds in words: "5 min". */
export function duration(seconds) {
  const [unit, length] = UNITS.find(([, length]) => seconds >= length) ?? ["second", 1];
  const value = Math.round((seconds / length) * 10) / 10;
  return new Intl.NumberFormat(undefined, { style: "unit", unit, unitDisplay: "short" }).format(value);
}

/** Returns a number as the reader writes it. */
export function number(value) {
  return NUMBER.format(value);
}

/** Keeps the ages on the page right. */
export function keepAges() {
  setInterval(() => {
    for (const time of document.querySelectorAll("time[data-age]")) time.textContent = ageOf(time.dateTime);
  }, 30_000);
}

function exact(rfc3339) {
  return EXACT.format(new Date(rfc3339));
}

function ageOf(rfc3339) {
  const seconds = (new Date(rfc3339) - Date.now()) / 1000;
  const [unit, length] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? [];
  return unit ? AGE.format(Math.trunc(seconds / length), unit) : AGE.format(0, "second");
}

function zone() {
  const name = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return name === "UTC" || /^[A-Z][A-Za-z_]+\/[A-Za-z0-9_+/-]+$/.test(name ?? "") ? name : null;
}
