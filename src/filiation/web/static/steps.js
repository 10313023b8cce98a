// One step at a time: which is shown, going on and back, by buttons or by those of the browser.

/** @typedef {{opening: HTMLElement[], sections: HTMLElement[], progress: Element[], letters: HTMLElement, onLetters: () => boolean}} Path */
// `onLetters` writes the letters, and tells whether it could: if not, it has led the reader to what is missing.

/**
 * Show the first step, and follow the browser's history from then on.
 * @param {Path} path
 */
export function begin(path) {
  history.replaceState({ step: 0 }, "");
  show(path, 0, false);
  addEventListener("popstate", (event) => {
    const step = /** @type {{step?: number} | null} */ (event.state)?.step;
    if (step !== undefined) show(path, step, true);
  });
}

/**
 * Go to a step; the one after the last shows the letters.
 * @param {Path} path
 * @param {number} step
 */
export function go(path, step) {
  history.pushState({ step }, ""); // the address stays the same: it tells nothing, and nothing is asked again for it
  show(path, step, true);
}

/**
 * @param {Path} path
 * @param {number} step
 * @param {boolean} moves  the reader comes from another step
 */
function show(path, step, moves) {
  for (const [number, section] of path.sections.entries()) section.hidden = number !== step;
  for (const [number, item] of path.progress.entries()) item.className = number < step ? "done" : number === step ? "now" : "";
  for (const part of path.opening) part.hidden = step > 0;
  path.letters.hidden = step < path.sections.length;
  if (step >= path.sections.length && !path.onLetters()) return;
  const shown = path.sections[step] ?? path.letters;
  if (!moves) return;
  shown.scrollIntoView({ block: "start" });
  // What has the focus is read aloud: the number and the name of the step.
  /** @type {HTMLElement | null} */ (shown.querySelector("h2"))?.focus({ preventScroll: true });
}
