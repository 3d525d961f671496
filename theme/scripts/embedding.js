/*
 * The code with which another site embeds a chart, and the button that copies it. If the reader chooses another indicator
 * or an earlier last period in the page's chart over time, the code changes too.
 */

import { copyButton } from "./copying.js";
import { texts } from "./texts.js";

/* The address in the code, up to the unit: https://…/nhung/so-noi-vu/ */
const UNIT = /^(<iframe src="[^"]*\/nhung\/[^/"]+\/)[^"]*(" title=")[^"]*/;

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&#34;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function follow(code, scope, { indicator, name, period }) {
  const title = `${name}, ${scope}`;
  const anchor = period ? `#${period}` : "";
  code.textContent = code.textContent.replace(UNIT, (_, start, attribute) => `${start}${indicator}/${anchor}${attribute}${escaped(title)}`);
}

/** Adds a copy button to each code inside `root`. */
export function start(root) {
  root.querySelectorAll("[data-embed]:not([data-ready])").forEach((place) => {
    place.dataset.ready = "";
    const code = place.querySelector("code");
    document.addEventListener("cmb:chosen", ({ detail }) => follow(code, place.dataset.embed, detail));
    if (navigator.clipboard) place.querySelector("pre").after(copyButton(texts.copy.code, () => code.textContent));
  });
}
