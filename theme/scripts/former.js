/* For links that contain the former slug of a unit or an indicator: follows an anchor to the present one, and finds the present
   slugs for scripts that read a query. */

import { fetched } from "./files.js";

/* Slugs consist of letters, digits and hyphens. In an anchor, a hyphen or a dot separates them from the other parts. */
function withPresentSlug(anchor, [former, present]) {
  return anchor.replace(new RegExp(`(^|[-.])${former}(?=$|[-.])`), `$1${present}`);
}

/** Returns the anchors that an anchor may have now: with all slugs replaced, or with one of them. */
function presentAnchors(anchor, slugs) {
  return [slugs.reduce(withPresentSlug, anchor), ...slugs.map((pair) => withPresentSlug(anchor, pair))];
}

/** Returns the present slugs of units and indicators by their former ones. */
export async function presentSlugs() {
  const { slugs } = await fetched("dia-chi-cu.json");
  return new Map(Object.entries(slugs));
}

/** Goes to the present anchor if the page has one. */
export async function start() {
  const found = presentAnchors(location.hash.slice(1), [...(await presentSlugs())]).find((id) => document.getElementById(id));
  if (found) location.replace(`#${found}`);
}
