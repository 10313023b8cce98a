// A letter as it stands on the page, and on paper when it is printed.

import { drawing } from "./family_picture.js";
import * as files from "./letter_files.js";

/** @typedef {import("./writing.js").Letter} Letter */

/**
 * Return an element with what it holds.
 * @param {string} tag
 * @param {(Node | string)[]} children
 */
export function element(tag, ...children) {
  const made = document.createElement(tag);
  made.append(...children);
  return made;
}

/**
 * Return what stands on the paper of a letter; `fold` is written on what unfolds the drawing.
 * @param {Letter} letter
 * @param {string} fold
 */
export function paper(letter, fold) {
  const above = files.heads(letter).map((lines) => element("p", ...lines.flatMap((line, n) => (n ? [element("br"), line] : [line]))));
  const about = element("p", element("strong", files.subject(letter)));
  const blocks = letter.blocks.map(({ form, sentences }) => {
    const told = sentences.map((sentence) => sentence.text);
    if (form === "list") return element("ol", ...told.map((one) => element("li", one)));
    return element(form === "heading" ? "h4" : "p", told.join(" "));
  });
  return [...above, about, ...blocks, ...family(letter, fold), ...files.annexes(letter).map(annex)];
}

/**
 * Return the annex with the picture of the family, the drawing folded on the screen.
 * @param {Letter} letter
 * @param {string} fold
 */
function family(letter, fold) {
  const picture = files.pictured(letter);
  const drawn = drawing(letter.language);
  if (!picture || !drawn) return [];
  const frame = region(picture.title, drawn);
  drawn.setAttribute("role", "img");
  drawn.setAttribute("aria-label", picture.alternative);
  const summary = element("summary", fold);
  summary.className = "no-print";
  const folded = element("details", summary, frame);
  folded.className = "printed";
  return [section(element("h4", picture.title), element("p", picture.alternative), folded)];
}

/** @param {Letter["annexes"][number]} annex */
function annex({ title, header, rows, note }) {
  const row = (/** @type {string} */ tag, /** @type {string[]} */ cells) => element("tr", ...cells.map((cell) => element(tag, cell)));
  const head = row("th", header);
  for (const cell of head.children) cell.setAttribute("scope", "col");
  const table = element("table", element("thead", head), element("tbody", ...rows.map((cells) => row("td", cells))));
  return section(element("h4", title), region(title, table), ...(note ? [element("p", note)] : []));
}

/** @param {Node[]} children */
function section(...children) {
  const made = element("section", ...children);
  made.className = "annex";
  return made;
}

/**
 * Return a part of the page that scrolls by itself where it is too wide.
 * @param {string} title
 * @param {Element} wide
 */
function region(title, wide) {
  const frame = element("div", wide);
  frame.className = "table-frame";
  frame.tabIndex = 0;
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", title);
  return frame;
}
