// Makes pages pleasant to use; everything on them works without it.

import { enhanceCompletion } from "./complete.js";
import { enhanceCopying } from "./copy.js";
import { enhanceFragments } from "./fragment.js";
import { enhancePictures, openLists } from "./panzoom.js";
import { enhancePrinting } from "./printing.js";
import { enhanceTrees } from "./tree_keys.js";

/**
 * Give a page, or a part of it that was put in place anew, what scripts can add.
 * @param {ParentNode} part
 */
function enhance(part) {
  enhancePictures(part);
  enhanceCopying(part);
  enhanceCompletion(part);
}

openLists(document);
enhance(document);
enhancePrinting(document);
enhanceTrees(document);
enhanceFragments(document, enhance);
