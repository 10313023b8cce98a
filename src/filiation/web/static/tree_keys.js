// Arrow keys in the nested lists beside pictures: up and down go from line to line, right opens, left closes.

/**
 * Let the arrow keys walk the nested lists of a page.
 * @param {Document} page
 */
export function enhanceTrees(page) {
  page.addEventListener("keydown", (event) => {
    const at = event.target;
    if (!(at instanceof HTMLElement) || !at.matches("summary, a[href]")) return;
    const tree = at.closest(".branches") && at.closest(".twin-frame");
    if (!tree || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const next = step(tree, at, event.key);
    if (next === undefined) return;
    event.preventDefault();
    next?.focus();
  });
}

/**
 * Return where a key leads: null for "nowhere further", undefined when the key means nothing here.
 * @param {Element} tree
 * @param {HTMLElement} at
 * @param {string} key
 * @returns {HTMLElement | null | undefined}
 */
function step(tree, at, key) {
  const details = at.matches("summary") ? /** @type {HTMLDetailsElement} */ (at.parentElement) : null;
  switch (key) {
    case "ArrowDown":
      return neighbor(tree, at, 1);
    case "ArrowUp":
      return neighbor(tree, at, -1);
    case "ArrowRight":
      if (!details) return undefined;
      if (details.open) return neighbor(tree, at, 1);
      details.open = true;
      return null;
    case "ArrowLeft":
      if (!details?.open) return outer(tree, details ?? at);
      details.open = false;
      return null;
    default:
      return undefined;
  }
}

/**
 * @param {Element} tree
 * @param {HTMLElement} at
 * @param {number} by
 */
function neighbor(tree, at, by) {
  const all = /** @type {HTMLElement[]} */ ([...tree.querySelectorAll("summary, a[href]")]);
  const seen = all.filter((one) => one.checkVisibility());
  return seen[seen.indexOf(at) + by] ?? null;
}

/**
 * @param {Element} tree
 * @param {HTMLElement} at
 */
function outer(tree, at) {
  const found = at.parentElement?.closest("details");
  return found && tree.contains(found) ? found.querySelector("summary") : null;
}
