// Telling what changed to those who do not see it, in the words of the page.

const announcer = document.getElementById("announcer");

/**
 * Return one of the page's own sentences, with its {places} filled; empty when the page has none of that name.
 * @param {string} name  the part of the attribute's name behind `data-`
 * @param {Record<string, string>} [values]
 * @returns {string}
 */
export function words(name, values = {}) {
  const sentence = announcer?.getAttribute(`data-${name}`) ?? "";
  return sentence.replace(/\{(\w+)\}/g, (place, key) => values[key] ?? place);
}

/**
 * Let screen readers tell a sentence.
 * @param {string} sentence
 */
export function announce(sentence) {
  if (!announcer || !sentence) return;
  announcer.textContent = "";
  // A frame later, so that the same sentence twice is told twice.
  requestAnimationFrame(() => {
    announcer.textContent = sentence;
  });
}
