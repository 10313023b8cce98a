// Buttons that copy a text: `data-copy` names the element that holds it. They stay hidden where copying is not possible.

import { announce } from "./announce.js";

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
  try {
    await navigator.clipboard.writeText((source.textContent ?? "").replace(/\s+/g, " ").trim());
  } catch {
    // The browser forbids it: the text itself is selected for the reader to copy.
    getSelection()?.selectAllChildren(source);
    return;
  }
  const done = button.getAttribute("data-copied") ?? "";
  announce(done);
  const label = button.textContent;
  if (!done || label === done) return;
  button.textContent = done;
  setTimeout(() => {
    button.textContent = label;
  }, 2000);
}
