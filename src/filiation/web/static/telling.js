// What the letters of a person are told: the same as in rights/letters/telling.py, line by line, from the same facts
// (with the same names); a test holds the two against each other. Nothing here touches the page.

import { isReached } from "./contacts.js";
import { flags } from "./flags.js";
import { dated, label, plain } from "./letters.js";
import * as matters from "./matters.js";

/** @typedef {import("./letters.js").Words} Words */
/** @typedef {import("./letters.js").Told} Told */
/** @typedef {import("./matters.js").Draft} Draft */
/** @typedef {import("./matters.js").Parties} Parties */
/** @typedef {import("./matters.js").Party} Party */

const LONGEST_QUOTE = 600;

/**
 * Return what a request to a party is told.
 * @param {Words} words
 * @param {Draft} draft
 * @param {Parties} parties
 * @param {Party} party
 * @param {string} language
 * @returns {Told}
 */
export function toldRequest(words, draft, parties, party, language) {
  return {
    flags: flags(words, draft, parties, party),
    slots: slots(words, draft, parties, party, language),
    lists: {
      observations: quoted(words, matters.concerning(draft, parties, party).slice(0, matters.QUOTED), parties, language),
      models: named(words, party, language),
      unreachable: [],
    },
  };
}

/**
 * Return what the letter to the host is told: that of a request, and the publishers who give no private contact.
 * @param {Words} words
 * @param {Draft} draft
 * @param {Parties} parties
 * @param {Party} party
 * @param {string} language
 * @returns {Told}
 */
export function toldHost(words, draft, parties, party, language) {
  const told = toldRequest(words, draft, parties, party, language);
  const others = [...parties.first, ...parties.items].filter((other) => !isReached(other.reachability));
  const names = new Set(others.map((other) => plain(other.publisher ?? "", matters.LONGEST_NAME)));
  const unreachable = [...names].filter((name) => name && name !== words.host).map((name) => ({ publisher: name }));
  if (unreachable.length) told.flags.add("has_unreachable");
  return { ...told, lists: { ...told.lists, unreachable } };
}

/**
 * Return what a public request for a private contact is told: nothing of the matter, not even the model.
 * @returns {Told}
 */
export function toldPrivateContact() {
  return { flags: new Set(), slots: {}, lists: {} };
}

/**
 * @param {Words} words
 * @param {Draft} draft
 * @param {Parties} parties
 * @param {Party} party
 * @param {string} language
 * @returns {Record<string, string>}
 */
function slots(words, draft, parties, party, language) {
  const { person } = draft;
  const uk = matters.underUkLaw(words, draft, party);
  return {
    name: person.name,
    represents: person.represents,
    concerned: concerned(words, person.represents, language),
    reply_to: person.reply_to,
    what: matters.phrase(draft.what),
    correction: matters.phrase(draft.correction),
    situation: matters.phrase(draft.situation),
    model: plain(parties.model, matters.LONGEST_NAME),
    model_address: plain(words.site + parties.model, matters.LONGEST_NAME),
    revision: draft.revision,
    sha: parties.sha ?? "",
    seen: dated(words, language, parties.seen),
    file: draft.file,
    file_sha: matters.fileHash(draft, parties),
    postal: matters.postalAddress(party),
    publisher: plain(party.reachability.name || party.publisher || "", matters.LONGEST_NAME),
    law: label(words, language, uk ? "law.uk" : "law.gdpr"),
    law_name: label(words, language, uk ? "law.uk.name" : "law.gdpr.name"),
    day: dated(words, language, draft.day),
    catalog: catalog(words, parties, language),
    total: String(party.total),
    reaches: String(party.reaches),
    observations: String(matters.concerning(draft, parties, party).length),
  };
}

/**
 * @param {Words} words
 * @param {Party} party
 * @param {string} language
 */
function named(words, party, language) {
  const listed = matters.ownModels(party).slice(0, matters.NAMED);
  return listed.map((model) => ({ id: plain(model.id, matters.LONGEST_NAME), address: matters.addressOf(words, model), how: matters.how(words, model, language) }));
}

/**
 * @param {Words} words
 * @param {Draft["observations"]} observations
 * @param {Parties} parties
 * @param {string} language
 */
function quoted(words, observations, parties, language) {
  const nothing = label(words, language, "observation.nothing");
  return observations.map((one) => ({
    prompt: plain(one.prompt, LONGEST_QUOTE) || nothing,
    output: plain(one.output, LONGEST_QUOTE) || nothing,
    day: dated(words, language, one.day) || label(words, language, "observation.undated"),
    model: plain(one.model || parties.model, matters.LONGEST_NAME),
  }));
}

/**
 * @param {Words} words
 * @param {Parties} parties
 * @param {string} language
 */
function catalog(words, parties, language) {
  const seen = dated(words, language, parties.seen);
  return seen ? label(words, language, "catalog.day", { day: seen }) : label(words, language, "catalog.state", { state: parties.edition });
}

/**
 * @param {Words} words
 * @param {string} represents
 * @param {string} language
 */
function concerned(words, represents, language) {
  const named = plain(represents);
  return named ? label(words, language, "concerned.other", { represents: named }) : label(words, language, "concerned");
}
