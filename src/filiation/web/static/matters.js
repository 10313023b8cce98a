// The facts of a matter as the page holds them, with the names that facts/requests.py and facts/parties.py give them,
// and what letters ask of them, as in rights/letters/telling.py. Nothing here touches the page.

import { label, plain } from "./letters.js";

/** @typedef {import("./letters.js").Words} Words */
/**
 * @typedef {{name: string, reply_to: string, country: string, represents: string}} Person
 * @typedef {{prompt: string, output: string, day: string | null, settings: string, model: string}} Observation
 * @typedef {{model: string, rights: string[], person: Person, what: string, day: string, language: string,
 *   kinds: string[], observations: Observation[], revision: string, file: string, correction: string,
 *   situation: string, grounds: string[], repeats: string[], silent: string[]}} Draft
 * @typedef {{path: string, size: number | null, sha256: string | null}} WeightFile
 * @typedef {{id: string, kind: string, role: string, depth: number, way: string[], memory: string,
 *   standing: string | null, sha: string | null, gone: boolean, repeats: boolean | null}} PartyModel
 * @typedef {{kind: string, value: string, purpose: string, source: string, location: string, seen: string | null,
 *   public: boolean, model: string | null, whose: string}} Contact
 * @typedef {{applies: string, reason: string, establishment: {country: string | null} | null}} Applicability
 * @typedef {{publisher: string, name: string | null, contacts: Contact[], applicability: Applicability}} Reachability
 * @typedef {{publisher: string | null, roles: string[], by_memory: Record<string, number>, total: number,
 *   items: PartyModel[], reaches: number, reachability: Reachability, brought_in: boolean}} Party
 * @typedef {{model: string, publisher: string | null, sha: string | null, files: WeightFile[], seen: string | null,
 *   edition: string, first: Party[], items: Party[]}} Parties
 */

export const LONGEST_NAME = 200;
const LONGEST_ADDRESS = 300;
export const QUOTED = 3;
export const NAMED = 5;

/**
 * Return the observations that a party is told: those of the model itself, and of its own models.
 * @param {Draft} draft
 * @param {Parties} parties
 * @param {Party} party
 */
export function concerning(draft, parties, party) {
  const models = new Set(["", draft.model, parties.model, ...party.items.map((model) => model.id)]);
  return draft.observations.filter((one) => models.has(one.model));
}

/**
 * Return the SHA-256 of the file that was used; empty where it is not among the files that are known.
 * @param {Draft} draft
 * @param {Parties} parties
 */
export function fileHash(draft, parties) {
  const used = (/** @type {string} */ path) => draft.file === path || draft.file === path.slice(path.lastIndexOf("/") + 1);
  return (draft.file && parties.files.find((one) => used(one.path) && one.sha256)?.sha256) || "";
}

/**
 * Tell whether the file that was used, or its quantization, can be the model's own, by its files, else by the names.
 * @param {Words} words
 * @param {string} file
 * @param {Parties} parties
 */
export function isOwnFile(words, file, parties) {
  if (parties.files.length) return parties.files.some((one) => one.path.includes(file));
  return isQuantized(words, parties.model) || !isQuantized(words, file);
}

/**
 * @param {Words} words
 * @param {string} name
 */
function isQuantized(words, name) {
  return new RegExp(words.quantized).test(name.toLowerCase().replace(/[_.]/g, "-"));
}

/**
 * Return the postal address of a party, on one line; empty where none is known.
 * @param {Party} party
 */
export function postalAddress(party) {
  const one = party.reachability.contacts.find(({ kind, whose, public: open }) => kind === "post" && whose === "publisher" && !open);
  return one ? plain(one.value, LONGEST_ADDRESS) : "";
}

/**
 * Return how a model of a party is related to the model of the matter, in a few words.
 * @param {Words} words
 * @param {PartyModel} model
 * @param {string} language
 */
export function how(words, model, language) {
  if (model.role !== "descendant") return label(words, language, `how.${model.role}`);
  const way = model.way.map((relation) => label(words, language, `relation.${relation}`)).join(", ");
  const memory = label(words, language, `memory.${model.memory}`);
  return `${way || label(words, language, "relation.unspecified")} (${memory})`;
}

/**
 * Return what a person wrote as a part of a sentence: without the full stop at its end.
 * @param {string} text
 */
export function phrase(text) {
  return plain(text).replace(/[. ]+$/, "");
}

/**
 * Return where a model or a dataset is read.
 * @param {Words} words
 * @param {PartyModel} model
 */
export function addressOf(words, model) {
  return plain(words.site + (model.kind === "dataset" ? "datasets/" : "") + model.id, LONGEST_NAME);
}

/**
 * Return the models of a party that its letter lists: none where it only publishes, or stores, the model itself.
 * @param {Party} party
 */
export function ownModels(party) {
  const stores = party.roles.length === 1 && party.roles[0] === "host";
  return stores || (party.total <= 1 && party.roles.includes("publisher")) ? [] : party.items;
}

/**
 * Return the law on personal data of a country.
 * @param {Words} words
 * @param {string} country
 */
export function regimeOf(words, country) {
  return Object.hasOwn(words.regimes, country) ? words.regimes[country] : "";
}

/**
 * Return whether the law of the United Kingdom leads: not towards who is clearly in the EEA, where the GDPR does.
 * @param {Words} words
 * @param {Draft} draft
 * @param {Party} party
 */
export function underUkLaw(words, draft, party) {
  return regimeOf(words, draft.person.country) === "uk-gdpr" && party.reachability.applicability.applies !== "clear";
}
