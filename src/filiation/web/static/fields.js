// The fields of the guided path: reading them into a draft, and telling at a field what is missing or wrong.

import { isAddress } from "./eml.js";

/** @typedef {import("./matters.js").Draft} Draft */
/** @typedef {import("./matters.js").Observation} Observation */
/** @typedef {{field: HTMLElement, place: HTMLElement, message: string}} Trouble */

const REVISION = /^[0-9a-f]{7,40}$/i;

/** @type {Record<string, (value: string) => boolean>} */
const FITS = {
  "g-revision": (value) => REVISION.test(value),
  "g-reply_to": (value) => !value.includes("@") || /\s/.test(value) || isAddress(value),
};

/**
 * Return today's day where the reader is.
 */
export function today() {
  const now = new Date();
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/**
 * Return what a reader wrote into a field; nothing where the field is not asked for.
 * @param {string} name
 */
export function value(name) {
  const field = /** @type {HTMLInputElement} */ (document.getElementById(`g-${name}`));
  return field.parentElement?.closest("[hidden]:not(.step)") ? "" : field.value.trim();
}

/**
 * Return the values of the boxes that are ticked.
 * @param {string} name
 */
export function ticked(name) {
  const boxes = document.querySelectorAll(`#g-${name} input:checked`);
  return [...boxes].map((box) => /** @type {HTMLInputElement} */ (box).value);
}

/**
 * Return all that the reader told.
 * @param {string} model
 * @param {string} language
 * @returns {Draft}
 */
export function draft(model, language) {
  const person = { name: value("name"), reply_to: value("reply_to"), country: value("country"), represents: value("represents") };
  const matter = { what: value("what"), kinds: ticked("kinds"), observations: observations() };
  const exact = { file: value("file"), revision: value("revision").toLowerCase() };
  const asked = { rights: ticked("rights"), grounds: ticked("grounds"), correction: value("correction"), situation: value("situation") };
  return { model, language, day: today(), person, ...matter, ...exact, ...asked, repeats: [], silent: [] };
}

/** @returns {Observation[]} */
function observations() {
  return pairs()
    .filter(({ prompt, output }) => prompt && output)
    .map(({ prompt, output, day, settings }) => ({ prompt, output, day: day || null, settings, model: "" }));
}

function pairs() {
  return [...document.querySelectorAll(".pair-of")].map((part) => {
    const field = (/** @type {string} */ of) => /** @type {HTMLInputElement} */ (part.querySelector(`[data-of=${of}]`));
    const read = (/** @type {string} */ of) => field(of).value.trim();
    const [prompt, output, settings] = [read("prompt"), read("output"), read("settings")];
    return { part, field, prompt, output, day: read("day"), settings, noDay: field("day").validity.badInput };
  });
}

/**
 * Return what is missing or wrong in a step, in the order of the page.
 * @param {HTMLElement} step
 * @returns {Trouble[]}
 */
export function troubles(step) {
  const asked = [...step.querySelectorAll("[data-needed], [data-bad]")];
  const shown = asked.filter((field) => !field.matches(".field-error") && !field.parentElement?.closest("[hidden]:not(.step)"));
  const wrong = shown.flatMap((field) => troubleOf(/** @type {HTMLElement} */ (field)));
  return step.contains(document.getElementById("pairs")) ? [...wrong, ...troublesOfPairs()] : wrong;
}

/**
 * @param {HTMLElement} field
 * @returns {Trouble[]}
 */
function troubleOf(field) {
  const place = document.getElementById(`${field.id}-error`) ?? field;
  const { needed, bad } = field.dataset;
  const boxes = field.matches("fieldset, [role=group]");
  const told = boxes ? "" : /** @type {HTMLInputElement} */ (field).value.trim();
  const empty = boxes ? !field.querySelector("input:checked") : !told;
  if (empty) return needed ? [{ field, place, message: needed }] : [];
  return bad && FITS[field.id] && !FITS[field.id](told) ? [{ field, place, message: bad }] : [];
}

/** @returns {Trouble[]} */
function troublesOfPairs() {
  return pairs().flatMap(({ part, field, prompt, output, day, noDay }) => {
    const place = /** @type {HTMLElement} */ (part.querySelector(".field-error"));
    const half = Boolean(prompt) !== Boolean(output) || (!prompt && (day || noDay));
    if (half) return [{ field: field(prompt ? "output" : "prompt"), place, message: place.dataset.bad ?? "" }];
    return noDay || day > today() ? [{ field: field("day"), place, message: place.dataset.late ?? "" }] : [];
  });
}

/**
 * Tell troubles at their fields, and lead the reader to the first.
 * @param {Trouble[]} found
 */
export function tell(found) {
  for (const { field, place, message } of found) {
    place.textContent = message;
    place.hidden = false;
    field.setAttribute("aria-invalid", "true");
    for (let outer = field.closest("details"); outer; outer = outer.parentElement?.closest("details") ?? null) outer.open = true;
  }
  found[0]?.field.focus();
}

/**
 * Take back what was told in a part of the page.
 * @param {ParentNode} part
 */
export function forgive(part) {
  for (const field of part.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (part.querySelectorAll(".field-error:not([hidden])"))) {
    place.hidden = true;
    place.textContent = "";
  }
}
