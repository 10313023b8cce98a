// A letter as a file: plain text, a mail to send, a web page of its own. Nothing here touches the page, but `save`.

import { eml } from "./eml.js";

/** @typedef {import("./writing.js").Letter} Letter */

/**
 * Return a letter as plain text.
 * @param {Letter} letter
 */
export function text(letter) {
  const parts = [...heads(letter).map((lines) => lines.join("\n")), subject(letter)];
  for (const { form, sentences } of letter.blocks) {
    const told = sentences.map((sentence) => sentence.text);
    if (form === "list") parts.push(told.map((one, number) => `${number + 1}. ${one}`).join("\n"));
    else parts.push(form === "heading" ? `${told.join(" ")}\n${"-".repeat(told.join(" ").length)}` : told.join(" "));
  }
  const picture = pictured(letter);
  if (picture) parts.push(headed(picture.title), picture.alternative);
  for (const { title, header, rows, note } of annexes(letter)) {
    const told = rows.map((row, number) => [`[${number + 1}]`, ...row.flatMap((cell, n) => (cell ? [`${header[n]}: ${cell}`] : []))].join("\n"));
    parts.push(headed(title), ...(note ? [note] : []), ...told);
  }
  return `${parts.join("\n\n")}\n`;
}

/**
 * Return the line above a letter that says what it is about.
 * @param {Letter} letter
 */
export function subject(letter) {
  return letter.frame.subject.replace("{subject}", () => letter.subject);
}

/** @param {string} title */
function headed(title) {
  return `\n${title}\n${"=".repeat(title.length)}`;
}

/**
 * Return the picture of the family, the first annex of a letter, with its number in its title; null where it has none.
 * @param {Letter} letter
 */
export function pictured(letter) {
  return letter.picture && { ...letter.picture, title: called(letter, letter.picture.title, 1) };
}

/**
 * @param {Letter} letter
 * @param {string} title
 * @param {number} n
 */
function called({ frame }, title, n) {
  return frame.annex.replace("{n}", String(n)).replace("{title}", () => title);
}

/**
 * Return the other annexes of a letter, with their numbers in their titles, without columns in which nothing stands.
 * @param {Letter} letter
 */
export function annexes(letter) {
  const before = letter.picture ? 2 : 1;
  return letter.annexes.map(({ title, header, rows, note }, number) => {
    const filled = (/** @type {unknown} */ _, /** @type {number} */ column) => rows.some((row) => row[column]);
    const told = { header: header.filter(filled), rows: rows.map((row) => row.filter(filled)) };
    return { ...told, title: called(letter, title, number + before), note };
  });
}

/**
 * Return the lines above a letter's subject: who writes, to whom, on which day.
 * @param {Letter} letter
 */
export function heads(letter) {
  return [letter.sender, letter.recipient, [letter.dated]].filter((lines) => lines.length);
}

/**
 * Return a letter as a message that a mail program opens, ready to be sent.
 * @param {Letter} letter
 */
export function mail(letter) {
  return eml({ to: letter.to ?? "", subject: letter.subject, body: text(letter), language: letter.language });
}

/**
 * Return a letter as one web page that loads and runs nothing.
 * @param {Letter} letter
 */
export function page(letter) {
  const blocks = letter.blocks.map(({ form, sentences }) => {
    const told = sentences.map((sentence) => escaped(sentence.text));
    if (form === "list") return `<ol>${told.map((one) => `<li>${one}</li>`).join("")}</ol>`;
    return form === "heading" ? `<h2>${told.join(" ")}</h2>` : `<p>${told.join(" ")}</p>`;
  });
  const tables = annexes(letter).map(({ title, header, rows, note }) => {
    const row = (/** @type {string} */ tag, /** @type {string[]} */ cells) => `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("")}</tr>`;
    const table = `<table><thead>${row("th", header)}</thead><tbody>${rows.map((cells) => row("td", cells)).join("")}</tbody></table>`;
    return `<h2>${escaped(title)}</h2>${table}${note ? `<p>${escaped(note)}</p>` : ""}`;
  });
  const picture = pictured(letter);
  const drawn = picture ? [`<h2>${escaped(picture.title)}</h2><p>${escaped(picture.alternative)}</p>`, figure(picture)] : [];
  const above = heads(letter).map((lines) => `<p>${lines.map(escaped).join("<br>")}</p>`);
  return [
    `<!doctype html><html lang="${escaped(letter.language)}"><head><meta charset="utf-8">`,
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">',
    `<meta name="viewport" content="width=device-width"><title>${escaped(letter.subject)}</title>`,
    "<style>body{font:12pt/1.5 serif;max-width:42rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}",
    "table{border-collapse:collapse;width:100%}td,th{border:1px solid;padding:.3em;text-align:left;vertical-align:top}",
    "figure{margin:1em 0}svg{max-width:100%;height:auto}h1{font-size:1.1em}h2{font-size:1em}</style></head><body>",
    ...above,
    `<h1>${escaped(subject(letter))}</h1>`,
    ...blocks,
    ...drawn,
    ...tables,
    "</body></html>",
  ].join("\n");
}

/**
 * Return a drawing, which the server made of shapes alone, with its words for those who do not see it.
 * @param {import("./writing.js").Picture} picture
 */
function figure({ svg, alternative }) {
  return `<figure role="img" aria-label="${escaped(alternative)}">${svg}</figure>`;
}

/** @param {string} value */
function escaped(value) {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * Return a name for a file that tells nothing of the matter, and that any system can hold.
 * @param {string} name  whom the letter is to
 * @param {string} form
 */
export function fileName(name, form) {
  return `letter-${name.replace(/[^A-Za-z0-9-]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "all"}.${form}`;
}

/**
 * Save a text as a file of the reader's; it goes nowhere else.
 * @param {string} name
 * @param {string} content
 * @param {string} type
 */
export function save(name, content, type) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
