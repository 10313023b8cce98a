// Which sentences of a letter may stand: its flags, decided as in rights/letters/telling.py, line by line. Nothing here
// touches the page.

import { isAddress } from "./eml.js";
import { plain } from "./letters.js";
import { concerning, fileHash, isOwnFile, NAMED, ownModels, phrase, QUOTED, regimeOf, underUkLaw } from "./matters.js";

/** @typedef {import("./letters.js").Words} Words */
/** @typedef {import("./matters.js").Draft} Draft */
/** @typedef {import("./matters.js").Parties} Parties */
/** @typedef {import("./matters.js").Party} Party */

const MODELS = ["publisher", "source", "descendant"];
const CHANGES = ["rectification", "erasure", "restriction"];
/** @type {Record<string, string>} */
const REGIMES = { gdpr: "regime_gdpr", "uk-gdpr": "regime_uk", fadp: "regime_ch" };

/**
 * Return the flags that hold for a matter and a party.
 * @param {Words} words
 * @param {Draft} draft
 * @param {Parties} parties
 * @param {Party} party
 */
export function flags(words, draft, parties, party) {
  const named = [...ofRights(draft), ...ofParty(party), ...law(words, draft, party)];
  return new Set([...named, ...ofMatter(words, draft, parties, party)]);
}

/** @param {Draft} draft */
function ofRights(draft) {
  const rights = new Set(draft.rights);
  const grounds = new Set(draft.grounds);
  if (!rights.has("objection")) grounds.delete("objection"); // article 17(1)(c) stands on an objection
  const contested = rights.has("rectification") || draft.kinds.includes("wrong");
  const opposes = !rights.has("erasure") && grounds.has("unlawful");
  return [
    ...rights,
    ...draft.kinds.map((kind) => `kind_${kind}`),
    ...[...grounds].map((ground) => `ground_${ground.replaceAll("-", "_")}`),
    ...holding({
      several_rights: rights.size > 1,
      changes: CHANGES.some((right) => rights.has(right)),
      no_ground: !grounds.size,
      contested,
      opposes_erasure: opposes,
      no_situation: !contested && !opposes && !rights.has("objection"),
    }),
  ];
}

/**
 * @param {Words} words
 * @param {Draft} draft
 * @param {Parties} parties
 * @param {Party} party
 */
function ofMatter(words, draft, parties, party) {
  const observed = concerning(draft, parties, party).length;
  const byEmail = isAddress(draft.person.reply_to);
  return holding({
    represented: isSaid(draft.person.represents),
    by_email: byEmail,
    by_post: !byEmail,
    has_observations: observed > 0,
    more_observations: observed > QUOTED,
    has_file: isSaid(draft.file),
    own_file: isSaid(draft.file) && isOwnFile(words, draft.file, parties),
    other_file: isSaid(draft.file) && !isOwnFile(words, draft.file, parties),
    has_file_hash: Boolean(fileHash(draft, parties)),
    has_revision: isSaid(draft.revision),
    has_sha: isSaid(parties.sha ?? "") && parties.seen !== null,
    has_hashes: parties.files.some((one) => one.sha256),
    has_correction: isSaid(phrase(draft.correction)),
    has_situation: isSaid(phrase(draft.situation)),
  });
}

/** @param {Party} party */
function ofParty(party) {
  const standings = new Set(party.items.map((model) => model.standing));
  const own = ownModels(party).length > 0;
  return [
    ...party.roles.map((role) => `is_${role}`),
    ...holding({
      holds_model: party.roles.some((role) => MODELS.includes(role)),
      brought_in: party.brought_in,
      repeats: party.items.some((model) => model.repeats),
      same: Boolean(party.by_memory["same"]),
      may: Boolean(party.by_memory["may"]),
      with_base: Boolean(party.by_memory["with-base"]),
      unknown_memory: Boolean(party.by_memory["unknown"]),
      inferred: standings.has("inferred"),
      contradicted: standings.has("contradicted"),
      several_models: party.total > 1,
      named_models: own,
      more_models: own && party.total > NAMED,
      has_descendants: party.reaches > 0,
    }),
  ];
}

/**
 * @param {Words} words
 * @param {Draft} draft
 * @param {Party} party
 */
function law(words, draft, party) {
  const { country } = draft.person;
  const { applies, establishment } = party.reachability.applicability;
  const own = country ? (REGIMES[regimeOf(words, country)] ?? "regime_none") : "regime_gdpr";
  const regime = own === "regime_uk" && !underUkLaw(words, draft, party) ? "regime_gdpr" : own;
  // What is known of the Union says nothing of the law of the United Kingdom.
  const known = regime === "regime_uk" ? "uncertain" : applies;
  const british = own === "regime_uk" || establishment?.country === "GB";
  return [regime, `applies_${known}`, ...(british && regime !== "regime_uk" ? ["uk_beside"] : [])];
}

/** @param {Record<string, boolean>} conditions */
function holding(conditions) {
  return Object.keys(conditions).filter((name) => conditions[name]);
}

/** @param {string} value */
function isSaid(value) {
  return Boolean(plain(value));
}
