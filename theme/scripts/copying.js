/* Buttons that copy a text, such as the citation of a page or the link of a comparison. */

import { button, element } from "./elements.js";
import { texts } from "./texts.js";

/** Returns a button that copies the result of `content()` and then shows a confirmation. */
export function copyButton(label, content) {
  const status = element("span", { class: "cmb-note", role: "status" });
  const copy = async () => {
    await navigator.clipboard.writeText(content());
    status.textContent = ` ${texts.copy.done}`;
  };
  return element("span", {}, button(label, copy), status);
}

/** Adds a copy button to each text with `data-copy` inside `root`. */
export function start(root) {
  root.querySelectorAll("[data-copy]:not([data-ready])").forEach((place) => {
    place.dataset.ready = "";
    if (!navigator.clipboard) return;
    const text = place.querySelector(".cmb-citation__text");
    place.append(copyButton(texts.copy.cite, () => text.textContent.trim()));
  });
}
