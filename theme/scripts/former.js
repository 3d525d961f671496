/* For links to a row or a figure whose unit or indicator has another slug now: follows them to its present anchor. */

import { fetched } from "./files.js";

/* Slugs consist of letters, digits and hyphens. In an anchor, a hyphen or a dot separates them from the other parts. */
function withPresentSlug(anchor, [former, present]) {
  return anchor.replace(new RegExp(`(^|[-.])${former}(?=$|[-.])`), `$1${present}`);
}

/** Returns the anchors that an anchor may have now: with all slugs replaced, or with one of them. */
export function presentAnchors(anchor, slugs) {
  return [slugs.reduce(withPresentSlug, anchor), ...slugs.map((pair) => withPresentSlug(anchor, pair))];
}

/** Goes to the present anchor if the page has one. */
export async function start() {
  const { slugs } = await fetched("dia-chi-cu.json");
  const found = presentAnchors(location.hash.slice(1), Object.entries(slugs)).find((id) => document.getElementById(id));
  if (found) location.replace(`#${found}`);
}
