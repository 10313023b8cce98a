// By which way a letter goes to a publisher: the same rule as in facts/contacts.py; a test holds the two against each
// other. Nothing here touches the page.

/** @typedef {import("./matters.js").Contact} Contact */
/** @typedef {import("./matters.js").Reachability} Reachability */

const DIRECT = ["email", "form", "post"];
const PURPOSES = ["privacy", "legal", "general", "security"];

/**
 * Return the way by which a letter goes: only to the publisher itself, and never in public. What takes a letter goes
 * before a website, on which an address has to be looked for; then what is for matters of personal data goes first.
 * @param {Contact[]} contacts
 * @returns {Contact | null}
 */
export function wayTo(contacts) {
  const ways = contacts.filter((one) => one.whose === "publisher" && !one.public && (isDirect(one) || one.kind === "website"));
  return ways.sort((one, other) => aptness(one) - aptness(other))[0] ?? null;
}

/**
 * Tell whether a letter can be sent to a publisher in private, without looking for an address first.
 * @param {Reachability} reachability
 */
export function isReached({ contacts }) {
  const way = wayTo(contacts);
  return way !== null && isDirect(way);
}

/** @param {Contact} contact */
function aptness(contact) {
  return (isDirect(contact) ? 0 : PURPOSES.length) + PURPOSES.indexOf(contact.purpose);
}

/** @param {Contact} contact */
function isDirect({ kind }) {
  return DIRECT.includes(kind);
}
