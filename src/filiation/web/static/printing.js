// What is folded on the screen is printed too: the stylesheet asks for that, and this does it where it is not understood.

/**
 * Open the lists of a page while it is printed.
 * @param {Document} page
 */
export function enhancePrinting(page) {
  /** @type {Element[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...page.querySelectorAll("details.twin-frame:not([open]), details.printed:not([open])")];
    for (const list of opened) list.setAttribute("open", "");
  });
  addEventListener("afterprint", () => {
    for (const list of opened) list.removeAttribute("open");
    opened = [];
  });
}
