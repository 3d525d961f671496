/* The page for missing addresses (404): suggests pages that the reader may have wanted. */

import { element } from "./elements.js";
import { SITE } from "./files.js";
import { words } from "./folding.js";
import { SHOWN, addressOf, answersFrom, documentsOf, load, loadedWith, matching, placeOf, rank } from "./search.js";

/* Not every address can be decoded: "%E0%A4%A" is invalid. */
function readable(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

async function suggest(place) {
  const address = readable(location.pathname).replace(SITE.pathname, "");
  const query = address.split("/").filter(Boolean).pop() ?? "";
  const terms = words(query.replace(/\.\w+$/, ""));
  const index = await load();
  const answers = await answersFrom(index, terms.join(" "), loadedWith, (entries) => suggestions(entries, terms));
  place.querySelector("[data-suggest-list]").replaceChildren(...answers.map(suggestion));
  place.hidden = !answers.length;
}

/** Returns entries that contain all words of the address; else fewer of its words, first without the last ones, then without
    the first ones; else similar entries. */
function suggestions(entries, terms) {
  for (let length = terms.length; length > 0; length--) {
    for (const part of [terms.slice(0, length), terms.slice(-length)]) {
      const found = matching(documentsOf(entries), "", part);
      if (found.length) return found.slice(0, SHOWN);
    }
  }
  return rank(entries, terms.join(" ")).slice(0, SHOWN);
}

function suggestion(entry) {
  const [title] = entry;
  const link = element("a", { href: addressOf(entry) }, title);
  return element("li", {}, link, " ", element("span", { class: "cmb-note" }, placeOf(entry)));
}

/** Fills each list of suggestions inside `root`. */
export function start(root) {
  root.querySelectorAll("[data-suggest]:not([data-ready])").forEach((place) => {
    place.dataset.ready = "";
    suggest(place).catch(console.error);
  });
}
