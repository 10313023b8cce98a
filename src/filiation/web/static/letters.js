// Putting a letter together: which sentences stand, in whose words, on which legal ground. The same rules as in
// rights/letters/composing.py, kept here so that what a person types never leaves the browser; a test holds the two
// against each other. Nothing here touches the page.

/** @typedef {{flags: Set<string>, slots: Record<string, string>, lists: Record<string, Record<string, string>[]>}} Told */
/** @typedef {{id: string, form: string, when: string[], each: string, sentences: string[]}} Pattern */
/** @typedef {{when: string[], sources: string[], by_law: Record<string, string[]>}} Conditions */
/**
 * @typedef {{kinds: Record<string, Pattern[]>, sentences: Record<string, Conditions>,
 *   texts: Record<string, Record<string, string>>, labels: Record<string, Record<string, string>>,
 *   languages: Record<string, string>, regimes: Record<string, string>, quantized: string, host: string, site: string,
 *   frames: Record<string, {subject: string, annex: string}>}} Words
 */
/** @typedef {{id: string, form: string, sentences: {id: string, text: string}[]}} Block */
/** @typedef {{subject: string, blocks: Block[], sources: string[]}} Composed */

const MOST = 4000;
const SLOT = /\{([a-z_]+)\}/g;
const UNSEEN =
  /[ \x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff9-\uffff\u{e0000}-\u{e007f}]+/gu;

/**
 * Return the sentences of the letters; null where they cannot be had.
 * @param {string} address
 * @returns {Promise<Words | null>}
 */
export async function loaded(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** A value that a letter needs is missing. */
export class Missing extends Error {
  /** @param {string} name */
  constructor(name) {
    super(`missing: ${name}`);
    this.slot = name;
  }
}

/**
 * Return a value as plain text on one line: what cannot be seen becomes a space, what is too long ends in `…`.
 * @param {string} value
 * @param {number} [most]
 */
export function plain(value, most = MOST) {
  const text = value.replace(UNSEEN, " ").replace(/^ +| +$/g, "");
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("").replace(/ +$/, "")}…`;
}

/**
 * Return the words of a value, or of an annex, in one language, with its slots filled.
 * @param {Words} words
 * @param {string} language
 * @param {string} name
 * @param {Record<string, string>} [slots]
 */
export function label(words, language, name, slots = {}) {
  return filled(words.labels[language][name], slots);
}

/**
 * Return a day (`YYYY-MM-DD`) in words, in one language; empty where there is none.
 * @param {Words} words
 * @param {string} language
 * @param {string | null} day
 */
export function dated(words, language, day) {
  if (!day) return "";
  const [year, month, number] = day.split("-").map(Number);
  const slots = { day: String(number), month: label(words, language, `month.${month}`), year: String(year) };
  return label(words, language, number === 1 ? "day.first" : "day", slots);
}

/**
 * Return the words of a letter.
 * @param {Words} words
 * @param {string} kind
 * @param {string} language
 * @param {Told} told
 * @returns {Composed}
 */
export function compose(words, kind, language, told) {
  const texts = words.texts[language];
  const blocks = words.kinds[kind].flatMap((pattern) => blockOf(words, pattern, texts, told));
  const ids = [`${kind}.subject`, ...blocks.flatMap((block) => block.sentences.map((sentence) => sentence.id))];
  const law = [...told.flags].find((flag) => flag.startsWith("regime_"))?.slice("regime_".length) ?? "";
  const sources = new Set(ids.flatMap((id) => grounds(words.sentences[id], law)));
  return { subject: filled(texts[ids[0]], told.slots), blocks, sources: [...sources] };
}

/**
 * Return the legal sources of a sentence under a law; the UK GDPR has the articles of the GDPR, by their numbers.
 * @param {Conditions} sentence
 * @param {string} law
 */
function grounds({ sources, by_law: byLaw }, law) {
  if (Object.hasOwn(byLaw, law)) return byLaw[law];
  return sources.map((key) => (law === "uk" && key.startsWith("gdpr:") ? `uk-${key}` : key));
}

/**
 * @param {Words} words
 * @param {Pattern} pattern
 * @param {Record<string, string>} texts
 * @param {Told} told
 * @returns {Block[]}  the block, or nothing where it does not stand
 */
function blockOf(words, pattern, texts, told) {
  if (!hold(pattern.when, told.flags)) return [];
  const standing = pattern.sentences.filter((id) => hold(words.sentences[id].when, told.flags));
  const turns = pattern.each ? (told.lists[pattern.each] ?? []) : [{}];
  const sentences = turns.flatMap((turn) => {
    const slots = { ...told.slots, ...turn };
    return standing.map((id) => ({ id, text: filled(texts[id], slots) }));
  });
  return sentences.length ? [{ id: pattern.id, form: pattern.form, sentences }] : [];
}

/**
 * @param {string[]} when
 * @param {Set<string>} flags
 */
function hold(when, flags) {
  return when.every((flag) => (flag.startsWith("!") ? !flags.has(flag.slice(1)) : flags.has(flag)));
}

/**
 * Return a text with its slots filled in one pass, so that no value is ever read as a text with slots.
 * @param {string} text
 * @param {Record<string, string>} slots
 */
function filled(text, slots) {
  return text.replace(SLOT, (_, /** @type {string} */ name) => {
    const value = plain(Object.hasOwn(slots, name) ? slots[name] : "");
    if (!value) throw new Missing(name);
    return value;
  });
}
