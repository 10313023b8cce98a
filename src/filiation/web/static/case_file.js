// The file of a case, which goes on where this page ends: Filiation on the reader's own machine reads it, and checks every
// field of it. Nothing here touches the page.

/** @typedef {import("./matters.js").Draft} Draft */

/**
 * Return a case as the text of a file.
 * @param {Draft} draft
 * @param {string[]} parties  the publishers that were chosen
 */
export function caseFile(draft, parties) {
  return JSON.stringify({ filiation: "case", version: 1, draft, parties }, null, 2);
}
