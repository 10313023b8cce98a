// The annexes of a letter: the models concerned, the files of the model, what was observed; as in
// rights/letters/annexing.py. Nothing here touches the page.

import { dated, label, plain } from "./letters.js";
import * as matters from "./matters.js";

/** @typedef {import("./letters.js").Words} Words */
/** @typedef {import("./matters.js").Draft} Draft */
/** @typedef {import("./matters.js").Parties} Parties */
/** @typedef {import("./matters.js").Party} Party */
/** @typedef {import("./writing.js").Table} Table */

const EVIDENCE = 20_000;

/**
 * Return the tables that go with a letter to a party: none is empty.
 * @param {Words} words
 * @param {Draft} draft
 * @param {Parties} parties
 * @param {Party} party
 */
export function annexes(words, draft, parties, party) {
  const made = [models(words, party, draft.language), files(words, parties, draft.language), observed(words, draft, parties, party)];
  return made.filter((table) => table.rows.length);
}

/**
 * @param {Words} words
 * @param {Party} party
 * @param {string} language
 * @returns {Table}
 */
function models(words, party, language) {
  const own = matters.ownModels(party);
  const counts = { listed: String(own.length), total: String(party.total) };
  const tested = (/** @type {boolean | null} */ repeats) =>
    repeats === null ? "" : label(words, language, repeats ? "tested.yes" : "tested.no");
  return {
    title: label(words, language, "annex.models"),
    header: header(words, language, "models", ["id", "how", "standing", "sha", "tested"]),
    rows: own.map((one) => [
      matters.addressOf(words, one),
      matters.how(words, one, language),
      one.standing ? label(words, language, `standing.${one.standing}`) : "",
      plain(one.sha ?? ""),
      tested(one.repeats),
    ]),
    note: party.total > own.length ? label(words, language, "annex.models_note", counts) : "",
  };
}

/**
 * @param {Words} words
 * @param {Parties} parties
 * @param {string} language
 * @returns {Table}
 */
function files(words, parties, language) {
  const read = { sha: parties.sha ?? "", seen: dated(words, language, parties.seen) };
  const known = parties.files.filter((one) => one.sha256);
  return {
    title: label(words, language, "annex.files", { model: plain(parties.model, matters.LONGEST_NAME) }),
    header: header(words, language, "files", ["path", "size", "sha"]),
    rows: known.map((one) => [plain(one.path), one.size === null ? "" : String(one.size), one.sha256 ?? ""]),
    note: read.sha && read.seen ? label(words, language, "annex.files_note", read) : "",
  };
}

/**
 * @param {Words} words
 * @param {Draft} draft
 * @param {Parties} parties
 * @param {Party} party
 * @returns {Table}
 */
function observed(words, draft, parties, party) {
  const { language } = draft;
  return {
    title: label(words, language, "annex.observations"),
    header: header(words, language, "observations", ["model", "prompt", "output", "day", "settings"]),
    rows: matters.concerning(draft, parties, party).map((one) => [
      plain(one.model || parties.model, matters.LONGEST_NAME),
      plain(one.prompt, EVIDENCE),
      plain(one.output, EVIDENCE),
      dated(words, language, one.day),
      plain(one.settings),
    ]),
    note: "",
  };
}

/**
 * @param {Words} words
 * @param {string} language
 * @param {string} annex
 * @param {string[]} names
 */
function header(words, language, annex, names) {
  return names.map((name) => label(words, language, `annex.${annex}_${name}`));
}
