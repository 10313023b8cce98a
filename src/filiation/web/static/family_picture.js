// The picture of the family: the page brings it along in the languages of letters, in templates that nobody sees.

/** @typedef {import("./writing.js").Picture} Picture */

/**
 * Return the picture with its words in a language; null where the page has none in it.
 * @param {string} language
 * @returns {Picture | null}
 */
export function pictureIn(language) {
  const held = template(language);
  const drawn = held?.content.firstElementChild;
  if (!held || !drawn) return null;
  const { called = "", told = "" } = held.dataset;
  return { title: called, alternative: told, svg: new XMLSerializer().serializeToString(drawn) };
}

/**
 * Return the drawing itself, to be put on the page.
 * @param {string} language
 */
export function drawing(language) {
  const drawn = template(language)?.content.firstElementChild;
  return drawn ? /** @type {Element} */ (document.importNode(drawn, true)) : null;
}

/** @param {string} language */
function template(language) {
  const all = /** @type {NodeListOf<HTMLTemplateElement>} */ (document.querySelectorAll("template[data-picture]"));
  return [...all].find((one) => one.dataset.picture === language);
}
