// The addresses of pages, by the rule of `web/addresses.py`.

const NO_OWNER = "-"; // stands for the owner of a repository whose id names none

/**
 * Return the address of the page of something that was found.
 * @param {string} root where the pages of the language are, with a slash at its end
 * @param {string} kind model, dataset or publisher
 * @param {string} id
 */
export function addressOf(root, kind, id) {
  if (kind === "publisher") return `${root}publishers/${quoted(id)}`;
  const slash = id.indexOf("/");
  const owned = slash >= 0 && slash < id.length - 1;
  const [owner, name] = owned ? [part(id.slice(0, slash)), id.slice(slash + 1)] : [NO_OWNER, id];
  return `${root}${kind}s/${owner}/${part(name)}`;
}

/**
 * Return a part of an address; twice so for what would divide it or lead out of it.
 * @param {string} text
 */
function part(text) {
  const hidden = text.replaceAll("%", "%25").replaceAll("/", "%2F");
  return quoted(/[^.]/.test(hidden) ? hidden : hidden.replaceAll(".", "%2E"));
}

/** @param {string} text */
function quoted(text) {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
