// Links inside a `data-region` that lead to the same page in another state: only the region is exchanged. Whatever
// goes wrong, the link is followed as any link.

import { announce, words } from "./announce.js";
import { keepView, restoreView } from "./panzoom.js";

/** @typedef {{focus: Element | null, enhance: (part: ParentNode) => void}} Swap */

/** @type {{createHTML: (text: string) => string} | undefined} */
const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("filiation", {
  createHTML: (/** @type {string} */ text) => text,
});

let shown = location.pathname + location.search;
let waiting = new AbortController();

/**
 * Exchange regions instead of whole pages; what is new goes through `enhance`.
 * @param {Document} page
 * @param {(part: ParentNode) => void} enhance
 */
export function enhanceFragments(page, enhance) {
  page.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("[data-region] a[href]") : null;
    const address = link && exchangeable(event, link);
    if (!link || !address) return;
    event.preventDefault();
    void visit(address, regionsOf([nameOf(link)]), { focus: link, enhance }, true);
  });
  addEventListener("popstate", () => {
    // Going to another anchor of the page is told here too, and needs nothing.
    if (location.pathname + location.search === shown) return;
    const names = [...page.querySelectorAll("[data-region]")].map(nameOf);
    void visit(new URL(location.href), regionsOf(names), { focus: null, enhance }, false);
  });
}

/**
 * Return where a link leads when its region can be exchanged for that; null when it is to be followed as any link.
 * @param {MouseEvent} event
 * @param {Element} link
 */
function exchangeable(event, link) {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
    return null;
  }
  if (link.hasAttribute("download") || link.hasAttribute("target")) return null;
  const address = new URL(link.getAttribute("href") ?? "", location.href);
  const same = address.origin === location.origin && address.pathname === location.pathname;
  return same && address.search !== location.search ? address : null;
}

/** @param {Element} part */
function nameOf(part) {
  return part.closest("[data-region]")?.getAttribute("data-region") ?? "";
}

/** @param {string[]} names */
function regionsOf(names) {
  const found = names.map((name) => document.querySelector(`[data-region="${CSS.escape(name)}"]`));
  return found.filter((region) => region !== null);
}

/**
 * @param {URL} address
 * @param {Element[]} regions
 * @param {Swap} swap
 * @param {boolean} isNew  it is to be added to the browser's history
 */
async function visit(address, regions, swap, isNew) {
  waiting.abort();
  waiting = new AbortController();
  const { signal } = waiting;
  for (const region of regions) region.setAttribute("aria-busy", "true");
  try {
    const page = await fetched(address, signal);
    const pairs = regions.map((old) => ({ old, fresh: counterpart(page, old) }));
    if (signal.aborted) return;
    if (isNew) history.pushState(null, "", address);
    shown = address.pathname + address.search;
    follow(page);
    for (const { old, fresh } of pairs) exchange(old, fresh, swap);
  } catch {
    if (signal.aborted) return;
    if (isNew) location.assign(address);
    else location.reload();
  }
}

/**
 * @param {URL} address
 * @param {AbortSignal} signal
 */
async function fetched(address, signal) {
  const answer = await fetch(address.pathname + address.search, { signal, headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
  const text = await answer.text();
  return new DOMParser().parseFromString(policy ? policy.createHTML(text) : text, "text/html");
}

/**
 * @param {Document} page
 * @param {Element} old
 */
function counterpart(page, old) {
  const fresh = page.querySelector(`[data-region="${CSS.escape(nameOf(old))}"]`);
  if (!fresh) throw new Error("the region is not there");
  return document.importNode(fresh, true);
}

/**
 * Let the title, the links to the same page in other languages, and texts that tell the address, follow it.
 * @param {Document} page
 */
function follow(page) {
  document.title = page.title;
  for (const text of document.querySelectorAll("[data-follows]")) {
    text.textContent = page.getElementById(text.id)?.textContent ?? text.textContent;
  }
  const now = document.querySelectorAll("[hreflang]");
  for (const [number, other] of page.querySelectorAll("[hreflang]").entries()) {
    now[number]?.setAttribute("href", other.getAttribute("href") ?? "");
  }
}

/**
 * @param {Element} old
 * @param {Element} fresh
 * @param {Swap} swap
 */
function exchange(old, fresh, { focus, enhance }) {
  const clicked = focus && old.contains(focus) ? focus : null;
  const kept = keepView(old, clicked ? keyOf(clicked) : "");
  const known = new Set([...old.querySelectorAll("a[href]")].map(addressOf));
  for (const details of old.querySelectorAll("details[id]")) {
    const again = fresh.querySelector(`details[id="${CSS.escape(details.id)}"]`);
    if (again && details.hasAttribute("open")) again.setAttribute("open", "");
  }
  old.replaceWith(fresh);
  enhance(fresh);
  restoreView(fresh, kept);
  if (clicked) focusOn(target(fresh, clicked, known) ?? headingOf(fresh));
  announce(words("updated", { what: headingOf(fresh)?.textContent?.trim() ?? "" }));
}

/**
 * Return what stands where the reader was: the node itself, else the first that came in its place, else the same link.
 * @param {Element} fresh
 * @param {Element} clicked
 * @param {Set<string>} known  where the links led that were there before
 * @returns {HTMLElement | SVGElement | null}
 */
function target(fresh, clicked, known) {
  const links = [...fresh.querySelectorAll("a[href]")];
  const key = keyOf(clicked);
  const drawn = clicked instanceof SVGElement;
  const alike = links.filter((link) => link instanceof SVGElement === drawn);
  const same = key && alike.find((link) => keyOf(link) === key);
  const added = key && alike.find((link) => !known.has(addressOf(link)) && !addressOf(link).startsWith(location.pathname));
  const again = links.find((link) => addressOf(link) === addressOf(clicked));
  return /** @type {HTMLElement | SVGElement | null} */ (same || added || again || null);
}

/** @param {Element} link */
function addressOf(link) {
  return link.getAttribute("href") ?? "";
}

/** @param {Element} node */
function keyOf(node) {
  return node.closest("[data-key]")?.getAttribute("data-key") ?? "";
}

/** @param {Element} region */
function headingOf(region) {
  return /** @type {HTMLElement | null} */ (region.querySelector("h1, h2, h3"));
}

/** @param {HTMLElement | SVGElement | null} node */
function focusOn(node) {
  if (!node) return;
  for (let outer = node.closest("details"); outer; outer = outer.parentElement?.closest("details") ?? null) {
    outer.open = true;
  }
  if (!node.matches("a[href], button, summary, input, select")) node.setAttribute("tabindex", "-1");
  node.focus();
}
