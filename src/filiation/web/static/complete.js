// Search fields that propose as one types, after the combobox pattern of the ARIA authoring practices. `data-complete`
// is the address of the search page; with `data-fill` a model that is chosen is written into the field, else opened.

import { addressOf } from "./addresses.js";
import { announce, words } from "./announce.js";

const WAIT = 120; // milliseconds without a key before asking
const FEWEST = 2; // letters that are worth a question
const MOST = 8;

/** @typedef {{kind: string, id: string}} Find */
/** @typedef {{input: HTMLInputElement, list: HTMLElement, finds: Find[], at: number, fills: boolean}} Box */

let made = 0;

/**
 * Let the search fields of a part of the page propose.
 * @param {ParentNode} part
 */
export function enhanceCompletion(part) {
  for (const found of part.querySelectorAll("input[data-complete]")) {
    const input = /** @type {HTMLInputElement} */ (found);
    const box = { input, list: makeList(input), finds: [], at: -1, fills: input.hasAttribute("data-fill") };
    listen(box);
  }
}

/** @param {HTMLInputElement} input */
function makeList(input) {
  const list = document.createElement("ul");
  made += 1;
  list.id = `finds-${made}`;
  list.className = "finds";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words("finds"));
  input.parentElement?.classList.add("completes");
  input.after(list);
  // A search field cannot be a combobox; a text field can.
  input.type = "text";
  input.enterKeyHint = "search";
  const told = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(told)) input.setAttribute(name, value);
  return list;
}

/** @param {Box} box */
function listen(box) {
  let timer = 0;
  let waiting = new AbortController();
  const forget = () => {
    clearTimeout(timer);
    waiting.abort();
  };
  box.input.addEventListener("input", () => {
    forget();
    waiting = new AbortController();
    const { signal } = waiting;
    timer = setTimeout(() => void propose(box, signal), WAIT);
  });
  box.input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === "Escape") forget();
    if (!event.ctrlKey && !event.metaKey && !event.altKey && press(box, event.key)) event.preventDefault();
  });
  box.input.addEventListener("blur", () => {
    forget();
    close(box);
  });
  // The field keeps the focus while the mouse chooses.
  box.list.addEventListener("mousedown", (event) => event.preventDefault());
  box.list.addEventListener("click", (event) => {
    const option = event.target instanceof Element ? event.target.closest("[role=option]") : null;
    if (option) choose(box, [...box.list.children].indexOf(option));
  });
}

/**
 * @param {Box} box
 * @param {AbortSignal} signal
 */
async function propose(box, signal) {
  const text = box.input.value.trim();
  if (text.length < FEWEST) {
    close(box);
    return;
  }
  const asked = new URLSearchParams({ text, limit: String(MOST), ...(box.fills ? { kind: "model" } : {}) });
  try {
    // What people type is not to stay on their disk.
    const headers = { Accept: "application/json" };
    const answer = await fetch(`${apiRoot(box.input)}search?${asked}`, { signal, headers, cache: "no-store" });
    const found = answer.ok ? /** @type {{items: Find[]}} */ (await answer.json()).items : [];
    if (!signal.aborted) show(box, found);
  } catch {
    if (!signal.aborted) close(box); // the field works as before
  }
}

/**
 * @param {Box} box
 * @param {Find[]} finds
 */
function show(box, finds) {
  box.finds = finds;
  box.list.replaceChildren(...finds.map((find, number) => option(box, find, number)));
  box.list.hidden = finds.length === 0;
  box.input.setAttribute("aria-expanded", String(finds.length > 0));
  mark(box, -1);
  announce(finds.length ? words("found", { n: String(finds.length) }) : words("none"));
}

/**
 * @param {Box} box
 * @param {Find} find
 * @param {number} number
 */
function option(box, find, number) {
  const item = document.createElement("li");
  item.id = `${box.list.id}-${number}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  const name = document.createElement("span");
  name.className = "id";
  name.dir = "auto";
  name.textContent = find.id;
  const kind = document.createElement("span");
  kind.className = "kind";
  kind.textContent = words(`kind-${find.kind}`);
  item.append(name, " ", kind);
  return item;
}

/**
 * @param {Box} box
 * @param {number} number
 */
function mark(box, number) {
  box.at = number;
  for (const [other, item] of [...box.list.children].entries()) {
    item.setAttribute("aria-selected", String(other === number));
    if (other === number) item.scrollIntoView({ block: "nearest" });
  }
  if (number < 0) box.input.removeAttribute("aria-activedescendant");
  else box.input.setAttribute("aria-activedescendant", `${box.list.id}-${number}`);
}

/**
 * Do what a key means; false when it means here what it means in any field.
 * @param {Box} box
 * @param {string} key
 */
function press(box, key) {
  const count = box.list.hidden ? 0 : box.finds.length;
  if (!count) return false;
  if (key === "ArrowDown") mark(box, box.at + 1 < count ? box.at + 1 : -1);
  else if (key === "ArrowUp") mark(box, (box.at < 0 ? count : box.at) - 1);
  else if (key === "Enter" && box.at >= 0) choose(box, box.at);
  else if (key === "Escape") close(box);
  else return false;
  return true;
}

/**
 * @param {Box} box
 * @param {number} number
 */
function choose(box, number) {
  const find = box.finds[number];
  close(box);
  if (box.fills) box.input.value = find.id;
  else location.assign(addressOf(root(box.input), find.kind, find.id));
}

/** @param {HTMLInputElement} input */
function root(input) {
  return (input.getAttribute("data-complete") ?? "").replace(/[^/]*$/, "");
}

/**
 * Return where the API answers as of the day of a field's page.
 * @param {HTMLInputElement} input
 */
function apiRoot(input) {
  return root(input).replace(/^\/[^/]+/, "/api/v1");
}

/** @param {Box} box */
function close(box) {
  box.list.hidden = true;
  box.list.replaceChildren();
  box.finds = [];
  box.input.setAttribute("aria-expanded", "false");
  mark(box, -1);
}
