// Buttons that copy a text: `data-copy` names the element that holds it. They stay hidden where copying is not possible.

import { announce, words } from "./announce.js";

/**
 * Show the buttons and let them copy.
 * @param {ParentNode} part
 */
export function enhanceCopying(part) {
  if (!navigator.clipboard) return;
  for (const button of part.querySelectorAll("button[data-copy]")) {
    button.removeAttribute("hidden");
    button.addEventListener("click", () => copy(button));
  }
}

/** @param {Element} button */
async function copy(button) {
  const source = document.getElementById(button.getAttribute("data-copy") ?? "");
  if (!source) return;
  const text = source.textContent ?? "";
  try {
    await navigator.clipboard.writeText(source.matches("pre") ? text : text.replace(/\s+/g, " ").trim());
  } catch {
    // The browser forbids it: the text itself is selected for the reader to copy.
    getSelection()?.selectAllChildren(source);
    tell(button, words("uncopied"));
    return;
  }
  tell(button, button.getAttribute("data-copied") ?? "");
}

/**
 * Tell on a button, for a moment, what came of pressing it.
 * @param {Element} button
 * @param {string} told
 */
function tell(button, told) {
  announce(told);
  const label = button.textContent;
  if (!told || label === told) return;
  button.textContent = told;
  setTimeout(() => {
    button.textContent = label;
  }, 2000);
}
