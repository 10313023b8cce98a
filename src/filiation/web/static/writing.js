// Whole letters: words, sender and recipient, annexes, as in rights/letters/writing.py; and by which way a letter goes.
// Nothing here touches the page.

import { annexes } from "./annexes.js";
import { isReached, wayTo } from "./contacts.js";
import { isAddress } from "./eml.js";
import { compose, dated, label, plain } from "./letters.js";
import * as matters from "./matters.js";
import { toldHost, toldPrivateContact, toldRequest } from "./telling.js";

/** @typedef {import("./letters.js").Words} Words */
/** @typedef {import("./letters.js").Told} Told */
/** @typedef {import("./letters.js").Block} Block */
/** @typedef {import("./matters.js").Draft} Draft */
/** @typedef {import("./matters.js").Parties} Parties */
/** @typedef {import("./matters.js").Party} Party */
/** @typedef {import("./matters.js").Contact} Contact */
/** @typedef {{title: string, header: string[], rows: string[][], note: string}} Table */
/** @typedef {{title: string, alternative: string, svg: string}} Picture */
/**
 * @typedef {{kind: string, language: string, day: string, dated: string, subject: string, sender: string[], recipient: string[],
 *   to: string | null, blocks: Block[], sources: string[], annexes: Table[],
 *   picture: Picture | null, frame: {subject: string, annex: string}}} Letter
 */
/**
 * @typedef {{letter: Letter, name: string, way: Contact | null, post: string, discussion: string | null, asking: string,
 *   listed: number, total: number}} Written
 */

const LONGEST_CONTACT = 300;

/**
 * Return the first letter to a party, the way by which it goes, and the words that ask for a private contact.
 * @param {Words} words
 * @param {Draft} draft
 * @param {Parties} parties
 * @param {Party} party
 * @param {Picture | null} [picture]
 * @returns {Written}
 */
export function written(words, draft, parties, party, picture = null) {
  const { contacts, name } = party.reachability;
  const way = wayTo(contacts);
  const open = contacts.find((one) => one.public && one.kind === "discussion" && one.value.startsWith(words.site));
  const letter = letterFor(words, draft, parties, party, way?.value ?? "", picture);
  const own = matters.ownModels(party);
  return {
    letter,
    name: plain(name || party.publisher || "", matters.LONGEST_NAME),
    way,
    post: matters.postalAddress(party),
    discussion: isReached(party.reachability) ? null : (open?.value ?? null),
    asking: privateContact(words, draft.language),
    listed: own.length,
    total: own.length ? party.total : 0,
  };
}

/**
 * Return the first letter to a party: that to the host where it is nothing but the host, else a request.
 * @param {Words} words
 * @param {Draft} draft
 * @param {Parties} parties
 * @param {Party} party
 * @param {string} contact
 * @param {Picture | null} [picture]
 * @returns {Letter}
 */
export function letterFor(words, draft, parties, party, contact, picture = null) {
  const kind = party.roles.length === 1 && party.roles[0] === "host" ? "host" : "request";
  const told = (kind === "host" ? toldHost : toldRequest)(words, draft, parties, party, draft.language);
  const enclosed = annexes(words, draft, parties, party);
  return {
    ...compose(words, kind, draft.language, told),
    kind,
    language: draft.language,
    day: draft.day,
    dated: dated(words, draft.language, draft.day),
    sender: sender(words, draft),
    recipient: lines(...new Set([told.slots.publisher, label(words, draft.language, "recipient.line"), told.slots.postal, contact])),
    to: isAddress(contact) ? contact : null,
    annexes: enclosed,
    picture,
    frame: words.frames[draft.language],
  };
}

/**
 * Return the few words for a public discussion: they tell nothing of the matter.
 * @param {Words} words
 * @param {string} language
 */
export function privateContact(words, language) {
  const { blocks } = compose(words, "private-contact", language, toldPrivateContact());
  return blocks.map((block) => block.sentences.map((sentence) => sentence.text).join(" ")).join("\n");
}

/**
 * @param {Words} words
 * @param {Draft} draft
 */
function sender(words, { person, language }) {
  const named = plain(person.represents, matters.LONGEST_NAME);
  return lines(person.name, named ? label(words, language, "sender.represents", { represents: named }) : "", person.reply_to);
}

/**
 * Return the lines of an address: plain, and none of them empty.
 * @param {string[]} told
 */
function lines(...told) {
  return told.map((one) => plain(one, LONGEST_CONTACT)).filter(Boolean);
}
