// The guided path: five steps, then letters. What is typed stays in this page's memory; nothing is asked of any server
// once the sentences of the letters are here.

import { announce } from "./announce.js";
import { caseFile } from "./case_file.js";
import { pictureIn } from "./family_picture.js";
import * as fields from "./fields.js";
import { card, print } from "./letter_cards.js";
import { save, text } from "./letter_files.js";
import { loaded } from "./letters.js";
import { isOwnFile } from "./matters.js";
import { begin, go } from "./steps.js";
import { written } from "./writing.js";

/** @typedef {import("./letters.js").Words} Words */
/** @typedef {import("./matters.js").Parties} Parties */
/** @typedef {import("./matters.js").Party} Party */
/** @typedef {import("./writing.js").Written} Written */

const guide = /** @type {HTMLElement} */ (document.getElementById("guide"));
const letters = get("letters");
const language = /** @type {HTMLSelectElement} */ (get("g-language"));
/** @type {{parties: Parties, more: Party[]}} */
const dossier = JSON.parse(/** @type {HTMLTemplateElement} */ (get("dossier")).content.textContent ?? "");
const listed = [...dossier.parties.first, ...dossier.parties.items, ...dossier.more];

/** @param {string} id */
function get(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** @type {Written[]} */
let shown = [];
let unsaved = false;

void loaded(guide.dataset.letters ?? "").then((words) => {
  if (words) open(words);
  else get("no-letters").hidden = false;
});

/**
 * Let the path be walked.
 * @param {Words} words
 */
function open(words) {
  get("blank").remove();
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (guide.querySelectorAll("[data-live]"))) part.hidden = false;
  for (const [code, name] of Object.entries(words.languages)) language.append(new Option(name, code, false, code === guide.dataset.language));
  const sections = /** @type {HTMLElement[]} */ ([...guide.querySelectorAll(".step")]);
  const opening = [get("lead"), get("limits")];
  const path = { opening, sections, progress: [...get("progress").children], letters, onLetters: () => write(words, path) };
  for (const link of guide.querySelectorAll(".term a")) link.setAttribute("target", "_blank"); // what is typed stays
  addPair();
  listen(words, path);
  begin(path);
}

/**
 * @param {Words} words
 * @param {import("./steps.js").Path} path
 */
function listen(words, path) {
  for (const [number, section] of path.sections.entries()) {
    section.addEventListener("input", () => {
      unsaved = true;
      fields.forgive(section);
      follow(words);
    });
    section.addEventListener("keydown", (event) => {
      const typed = event.target instanceof HTMLInputElement && event.target.type !== "checkbox";
      if (event.key === "Enter" && typed) section.querySelector("button[data-onward]")?.dispatchEvent(new Event("click", { bubbles: true }));
    });
    section.querySelector("[data-back]")?.addEventListener("click", () => go(path, number - 1));
    section.querySelector("[data-onward]")?.addEventListener("click", () => goOn(path, number));
  }
  follow(words);
  for (const button of guide.querySelectorAll("button[data-all]")) button.addEventListener("click", () => tickAll(button));
  get("add-pair").addEventListener("click", () => addPair()?.querySelector("textarea")?.focus());
  get("back-to-steps").addEventListener("click", () => go(path, 0));
  language.addEventListener("change", () => write(words, path));
  listenToSaving();
  addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
}

/**
 * Go to the next step, or tell what is missing in this one.
 * @param {import("./steps.js").Path} path
 * @param {number} number
 */
function goOn(path, number) {
  fields.forgive(path.sections[number]);
  const found = fields.troubles(path.sections[number]);
  if (found.length) fields.tell(found);
  else go(path, number + 1);
}

/**
 * Show the fields that are only asked for, and the words that are only told, after certain answers.
 * @param {Words} words
 */
function follow(words) {
  const file = fields.value("file");
  const other = document.getElementById("other-file");
  if (other) other.hidden = !file || isOwnFile(words, file, dossier.parties);
  get("what-warning").hidden = !/[@\d]/.test(fields.value("what"));
  const rights = fields.ticked("rights");
  get("correction-part").hidden = !rights.includes("rectification");
  get("g-grounds").hidden = !rights.includes("erasure");
  get("represents-part").hidden = !(/** @type {HTMLInputElement} */ (get("g-acts")).checked);
}

function addPair() {
  const template = /** @type {HTMLTemplateElement} */ (get("pair"));
  const part = /** @type {Element} */ (document.importNode(template.content, true).firstElementChild);
  part.querySelector("[data-remove]")?.addEventListener("click", () => {
    part.remove();
    get("add-pair").focus();
  });
  get("pairs").append(part);
  return part;
}

/**
 * Tick all boxes of the part that a button names; those that are folded are shown.
 * @param {Element} button
 */
function tickAll(button) {
  const part = get(button.getAttribute("data-all") ?? "");
  for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (part.querySelectorAll("input[data-party]"))) box.checked = true;
  for (const folded of part.querySelectorAll("details")) folded.open = true;
  unsaved = true;
  announce(button.textContent ?? "");
}

/** @returns {Party[]} */
function chosen() {
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[data-party]:checked"));
  return [...boxes].map((box) => listed[Number(box.dataset.party)]);
}

function draft() {
  return fields.draft(dossier.parties.model, language.value);
}

/**
 * Write the letters anew; where something is missing, lead back to it and return false.
 * @param {Words} words
 * @param {import("./steps.js").Path} path
 */
function write(words, path) {
  const lacking = path.sections.findIndex((section) => fields.troubles(section).length);
  if (lacking >= 0) {
    go(path, lacking);
    fields.tell(fields.troubles(path.sections[lacking]));
    return false;
  }
  shown = chosen().map((party) => written(words, draft(), dossier.parties, party, pictureIn(language.value)));
  get("cards").replaceChildren(...shown.map((one, number) => card(one, isSaved, number === 0)));
  return true;
}

function isSaved() {
  unsaved = false;
}

function listenToSaving() {
  get("print-all").addEventListener("click", () => {
    print([...document.querySelectorAll(".letter-card")]);
    isSaved();
  });
  get("save-all").addEventListener("click", () => {
    const all = shown.map(({ letter }) => text(letter)).join(`\n${"=".repeat(72)}\n\n`);
    save("letters.txt", all, "text/plain;charset=utf-8");
    isSaved();
  });
  get("save-case").addEventListener("click", () => {
    save("case.json", ofCase(), "application/json");
    isSaved();
  });
  document.getElementById("keep")?.addEventListener("submit", () => {
    const field = /** @type {HTMLInputElement} */ (document.querySelector("#keep input[name=case]"));
    field.value = ofCase();
    isSaved();
  });
}

function ofCase() {
  return caseFile(draft(), chosen().map((party) => party.publisher ?? ""));
}
