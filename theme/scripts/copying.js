/* Buttons that copy a text, such as the citation of a page or the link of a comparison. */

import { texts } from "./texts.js";

/** Returns a button that copies the result of `content()` and then shows a confirmation. */
export function copyButton(label, content) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "cmb-button cmb-button--quiet";
  button.textContent = label;
  const status = document.createElement("span");
  status.className = "cmb-note";
  status.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(content());
    status.textContent = ` ${texts.copy.done}`;
  });
  const both = document.createElement("span");
  both.append(button, status);
  return both;
}

/** Adds a copy button to each text with `data-copy` inside `root`. */
export function start(root) {
  if (!navigator.clipboard) return;
  root.querySelectorAll("[data-copy]:not([data-ready])").forEach((place) => {
    place.dataset.ready = "";
    const text = place.querySelector(".cmb-citation__text");
    place.append(copyButton(texts.copy.cite, () => text.textContent.trim()));
  });
}
