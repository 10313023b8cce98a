// Pictures that can be zoomed and dragged. The frame stays an ordinary scrolling box and only the size of the drawing
// changes: so arrow keys, touch and the focus of nodes out of sight move it as they move any page.

import { announce, words } from "./announce.js";
import { listenToPinch, listenToPointer, listenToWheel } from "./gestures.js";

const LEAST = 0.1;
const LEGIBLE = 0.6; // the least size at which a picture is first shown, where there is room for that
const NARROW = "(max-width: 48rem)";
const MOST = 4;
const STEP = 1.25;

/** @typedef {import("./gestures.js").Point} Point */
/** @typedef {{frame: HTMLElement, svg: SVGSVGElement, width: number, height: number, scale: number}} View */
/** @typedef {{scale: number, key: string, x: number, y: number, left: number, top: number}} Kept */

/** @type {WeakMap<Element, View>} */
const views = new WeakMap();

/**
 * Let the pictures in a part of the page be zoomed and dragged.
 * @param {ParentNode} part
 */
export function enhancePictures(part) {
  for (const picture of part.querySelectorAll("[data-picture]")) {
    const frame = /** @type {HTMLElement | null} */ (picture.querySelector(".picture-frame"));
    const svg = /** @type {SVGSVGElement | null} */ (picture.querySelector(".picture-frame svg"));
    if (!frame || !svg || views.has(picture)) continue;
    const view = { frame, svg, width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height, scale: 1 };
    views.set(picture, view);
    frame.classList.add("live");
    picture.querySelector(".picture-tools")?.removeAttribute("hidden");
    for (const button of picture.querySelectorAll("button[data-zoom]")) {
      button.addEventListener("click", () => act(view, button.getAttribute("data-zoom") ?? ""));
    }
    listenToKeys(view);
    const zoomBy = (/** @type {number} */ factor, /** @type {Point} */ at) => zoom(view, view.scale * factor, at);
    listenToWheel(frame, zoomBy);
    listenToPinch(frame, zoomBy);
    listenToPointer(frame);
    begin(view);
  }
}

/**
 * Return how the picture in a part of the page is looked at, and where the node `key` stands.
 * @param {ParentNode} part
 * @param {string} key
 * @returns {Kept | null}
 */
export function keepView(part, key) {
  const picture = part.querySelector("[data-picture]");
  const view = picture && views.get(picture);
  if (!view) return null;
  const node = nodeOf(view, key) ?? nodeOf(view, subject(view));
  const at = node?.getBoundingClientRect();
  const frame = view.frame.getBoundingClientRect();
  const { scrollLeft: left, scrollTop: top } = view.frame;
  const place = { x: (at?.left ?? frame.left) - frame.left, y: (at?.top ?? frame.top) - frame.top, left, top };
  return { scale: view.scale, key: node?.getAttribute("data-key") ?? "", ...place };
}

/**
 * Let the picture in a part of the page be looked at as the one before it was.
 * @param {ParentNode} part
 * @param {Kept | null} kept
 */
export function restoreView(part, kept) {
  const picture = part.querySelector("[data-picture]");
  const view = picture && views.get(picture);
  if (!view || !kept) return;
  resize(view, kept.scale);
  const node = nodeOf(view, kept.key);
  if (!node) {
    view.frame.scrollTo(kept.left, kept.top);
    return;
  }
  const at = node.getBoundingClientRect();
  const frame = view.frame.getBoundingClientRect();
  view.frame.scrollBy(at.left - frame.left - kept.x, at.top - frame.top - kept.y);
}

/**
 * @param {View} view
 * @param {string} key
 */
function nodeOf(view, key) {
  return key ? view.svg.querySelector(`[data-key="${CSS.escape(key)}"]`) : null;
}

/** @param {View} view */
function subject(view) {
  return view.svg.querySelector(".node.root")?.getAttribute("data-key") ?? "";
}

/**
 * Begin at the model that the picture is about.
 * @param {View} view
 */
function showSubject(view) {
  const at = nodeOf(view, subject(view))?.getBoundingClientRect();
  if (!at) return;
  const frame = view.frame.getBoundingClientRect();
  view.frame.scrollBy(
    at.left + at.width / 2 - frame.left - frame.width / 2,
    at.top + at.height / 2 - frame.top - frame.height / 2,
  );
}

/**
 * @param {View} view
 * @param {string} what
 */
function act(view, what) {
  if (what === "in") zoom(view, view.scale * STEP);
  else if (what === "out") zoom(view, view.scale / STEP);
  else fit(view);
  announce(words("zoom", { percent: percent(view.scale) }));
}

/** @param {number} scale */
function percent(scale) {
  return new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(scale);
}

/**
 * Begin with all of the picture on a narrow screen; elsewhere with as much of it as can be read.
 * @param {View} view
 */
function begin(view) {
  fit(view);
  if (!matchMedia(NARROW).matches && view.scale < LEGIBLE) resize(view, LEGIBLE);
  showSubject(view);
}

/**
 * Open the lists that tell the same as the pictures where these are too small to be read.
 * @param {Document} page
 */
export function openLists(page) {
  if (!matchMedia(NARROW).matches) return;
  for (const list of page.querySelectorAll(".twin-frame")) list.setAttribute("open", "");
}

/** @param {View} view */
function fit(view) {
  const { clientWidth, clientHeight } = view.frame;
  const most = getComputedStyle(view.frame).maxHeight;
  const height = most === "none" ? Infinity : Math.max(clientHeight, Number.parseFloat(most) || 0);
  resize(view, Math.min(1, clientWidth / view.width, height / view.height));
}

/**
 * Draw at another size; a point of the frame, its middle unless told, stays where it is.
 * @param {View} view
 * @param {number} scale
 * @param {Point} [at]
 */
function zoom(view, scale, at) {
  const { frame } = view;
  const { x, y } = at ?? { x: frame.clientWidth / 2, y: frame.clientHeight / 2 };
  const left = (frame.scrollLeft + x) / view.scale;
  const top = (frame.scrollTop + y) / view.scale;
  resize(view, scale);
  frame.scrollTo(left * view.scale - x, top * view.scale - y);
}

/**
 * @param {View} view
 * @param {number} scale
 */
function resize(view, scale) {
  view.scale = Math.min(MOST, Math.max(LEAST, scale));
  view.svg.setAttribute("width", String(Math.round(view.width * view.scale)));
  view.svg.setAttribute("height", String(Math.round(view.height * view.scale)));
}

/** @param {View} view */
function listenToKeys(view) {
  const actions = new Map([["+", "in"], ["=", "in"], ["-", "out"], ["_", "out"], ["0", "fit"]]);
  view.frame.addEventListener("keydown", (event) => {
    const action = actions.get(event.key);
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act(view, action);
  });
}
