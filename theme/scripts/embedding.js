/*
 * The code with which another page holds a chart: a button that copies it. Where the page's picture over time shows another
 * indicator or ends with an earlier period, the code follows it.
 */

import { copyButton } from "./copying.js";
import { texts } from "./texts.js";

/* The address in the code, up to the unit: https://…/nhung/so-noi-vu/ */
const UNIT = /^(<iframe src="[^"]*\/nhung\/[^/"]+\/)[^"]*(" title=")[^"]*/;

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&#34;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function follow(code, { indicator, title, period }) {
  const anchor = period ? `#${period}` : "";
  code.textContent = code.textContent.replace(UNIT, (_, start, attribute) => `${start}${indicator}/${anchor}${attribute}${escaped(title)}`);
}

/** Adds a button to each code below `root`. */
export function start(root) {
  root.querySelectorAll("[data-embed]:not([data-ready])").forEach((place) => {
    place.dataset.ready = "";
    const code = place.querySelector("code");
    document.addEventListener("cmb:chosen", ({ detail }) => follow(code, detail));
    if (navigator.clipboard) place.querySelector("pre").after(copyButton(texts.copy.code, () => code.textContent));
  });
}
