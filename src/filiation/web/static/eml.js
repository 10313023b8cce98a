// A letter as a file that mail programs open as a message to send. Line ends within headers are impossible: every header
// is made of ASCII, of encoded words, or of a checked address. Nothing here touches the page.

const ADDRESS = /^(?=.{1,64}@)[A-Za-z0-9!#$%&'*+/^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/^_`{|}~-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9])$/;
const CONTROL = /[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g;
const WORD_BYTES = 42; // bytes in one encoded word, which is then 68 characters long
const LINE = 76;

/**
 * Tell whether a text is an e-mail address to which a letter can be sent.
 * @param {string} text
 */
export function isAddress(text) {
  return text.length <= 254 && ADDRESS.test(text);
}

/**
 * Return a message that is not yet sent (mail programs open it to be edited).
 * @param {{to: string, subject: string, body: string, language: string}} letter  `to` may be empty
 */
export function eml({ to, subject, body, language }) {
  const head = [
    "X-Unsent: 1",
    ...(isAddress(to) ? [`To: ${to}`] : []),
    `Subject: ${encoded(subject)}`,
    "MIME-Version: 1.0",
    'Content-Type: text/plain; charset="utf-8"',
    "Content-Transfer-Encoding: base64",
    `Content-Language: ${language.replace(/[^a-z-]/gi, "")}`,
  ];
  return `${head.join("\r\n")}\r\n\r\n${lines(base64(body.replace(/\r\n|\r|\n/g, "\r\n"))).join("\r\n")}\r\n`;
}

/**
 * Return a header's text as RFC 2047 writes it, folded.
 * @param {string} text
 */
export function encoded(text) {
  /** @type {string[]} */
  const words = [];
  let word = "";
  for (const character of text.replace(CONTROL, " ").trim()) {
    if (bytes(word + character).length > WORD_BYTES) {
      words.push(word);
      word = "";
    }
    word += character;
  }
  return [...words, word].map((one) => `=?utf-8?B?${base64(one)}?=`).join("\r\n ");
}

/** @param {string} text */
function base64(text) {
  let binary = "";
  for (const byte of bytes(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** @param {string} text */
function bytes(text) {
  return new TextEncoder().encode(text);
}

/** @param {string} text */
function lines(text) {
  return text.match(new RegExp(`.{1,${LINE}}`, "g")) ?? [];
}
