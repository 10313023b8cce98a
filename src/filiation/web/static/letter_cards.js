// The letters on the page: one card for each party, with where to send it and in which forms to save it.

import { announce } from "./announce.js";
import * as files from "./letter_files.js";
import { element, paper } from "./letter_paper.js";

/** @typedef {import("./writing.js").Letter} Letter */
/** @typedef {import("./writing.js").Written} Written */

/** @type {Record<string, [string, (letter: Letter) => string]>} */
const FORMS = {
  txt: ["text/plain;charset=utf-8", files.text],
  eml: ["message/rfc822", files.mail],
  html: ["text/html;charset=utf-8", files.page],
};

const YEAR = 366 * 24 * 60 * 60 * 1000; // in milliseconds

/** @type {Record<string, string>} */
const FITTING = { email: "eml", form: "copy", post: "print" };

/**
 * Return the card of a letter.
 * @param {Written} written
 * @param {() => void} kept  is called when something was saved
 * @param {boolean} unfolded  the letter is shown at once
 */
export function card(written, kept, unfolded) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById("card"));
  const made = /** @type {HTMLElement} */ (template.content.cloneNode(true)).firstElementChild;
  const part = /** @type {HTMLElement} */ (document.importNode(/** @type {HTMLElement} */ (made), true));
  const { letter, name } = written;
  of(part, "name").textContent = name;
  of(part, "paper").lang = letter.language;
  of(part, "paper").append(...paper(letter, of(part, "paper").dataset.drawing ?? ""));
  tellListed(of(part, "listed"), written);
  if (unfolded) of(part, "folded").setAttribute("open", "");
  part.querySelector(`[data-do="${FITTING[written.way?.kind ?? ""] ?? "txt"}"]`)?.classList.add("primary");
  tellWay(of(part, "send"), written);
  tellPublic(part, written);
  part.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button[data-do]") : null;
    const what = button?.getAttribute("data-do") ?? "";
    if (button && act(part, button, what, written)) kept();
  });
  return part;
}

/**
 * Do what a button says; true when the letter itself is kept by that.
 * @param {HTMLElement} part
 * @param {Element} button
 * @param {string} what
 * @param {Written} written
 */
function act(part, button, what, { letter, name, asking }) {
  if (what === "copy") void copy(part, button, files.text(letter));
  else if (what === "copy-public") void copy(part, button, asking);
  else if (what === "print") print([part]);
  else files.save(files.fileName(name, what), FORMS[what][1](letter), FORMS[what][0]);
  return what !== "copy-public";
}

/**
 * Print some letters, or save them as PDF: the printing of the browser does both.
 * @param {Element[]} parts
 */
export function print(parts) {
  const cards = [...document.querySelectorAll(".letter-card")];
  for (const one of cards) one.classList.toggle("unprinted", !parts.includes(one));
  addEventListener("afterprint", () => cards.forEach((one) => one.classList.remove("unprinted")), { once: true });
  globalThis.print();
}

/**
 * Copy a text; where the browser does not let that be done, say so.
 * @param {HTMLElement} part
 * @param {Element} button
 * @param {string} content
 */
async function copy(part, button, content) {
  const uncopied = of(part, "uncopied");
  uncopied.hidden = true;
  try {
    await navigator.clipboard.writeText(content);
  } catch {
    uncopied.hidden = false;
    return;
  }
  const done = button.getAttribute("data-done") ?? "";
  const before = button.textContent;
  announce(done);
  if (before === done) return;
  button.textContent = done;
  setTimeout(() => (button.textContent = before), 2000);
}

/**
 * @param {ParentNode} part
 * @param {string} name
 */
function of(part, name) {
  return /** @type {HTMLElement} */ (part.querySelector(`[data-of="${name}"]`));
}

/**
 * Tell where a letter is to be sent, and where that was found.
 * @param {HTMLElement} place
 * @param {Written} written
 */
function tellWay(place, { way, post }) {
  const { dataset } = place;
  if (!way) {
    place.append(element("p", dataset.none ?? ""));
    return;
  }
  const shown = way.value.startsWith("https://") ? link(way.value) : element("strong", way.value);
  place.append(element("p", `${dataset[way.kind] ?? dataset.website} `, shown));
  const dated = way.source === "curated" ? dataset.page : dataset.source;
  const source = (way.seen ? dated : dataset.undated) ?? "";
  const found = source.replace("{place}", () => way.location).replace("{day}", () => way.seen ?? "");
  const small = element("p", found);
  small.className = "soft small";
  place.append(small);
  if (way.source === "curated" && isOld(way.seen)) place.append(element("p", element("strong", dataset.old ?? "")));
  if (post && post !== way.value) place.append(element("p", `${dataset.registered} `, element("strong", post)));
}

/**
 * Tell whether a day is more than a year ago.
 * @param {string | null} day
 */
function isOld(day) {
  return day !== null && Date.now() - Date.parse(day) > YEAR;
}

/** @param {string} address */
function link(address) {
  const made = document.createElement("a");
  Object.assign(made, { href: address, rel: "noreferrer", target: "_blank", textContent: address });
  return made;
}

/**
 * @param {HTMLElement} part
 * @param {Written} written
 */
function tellPublic(part, { discussion, asking }) {
  if (!discussion) return;
  of(part, "public").hidden = false;
  of(part, "public-words").textContent = asking;
  of(part, "public-page").setAttribute("href", discussion);
}

/**
 * Tell how many models a letter lists, where that is not all.
 * @param {HTMLElement} place
 * @param {Written} written
 */
function tellListed(place, { listed, total }) {
  place.hidden = listed >= total;
  place.textContent = (place.dataset.some ?? "").replace("{listed}", String(listed)).replace("{total}", String(total));
}
