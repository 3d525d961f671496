/* What every page needs at once; the rest is loaded by the pages that have a use for it. */

import { start as startSearch } from "./search.js";
import { start as startTables } from "./tables.js";

const ON_DEMAND = {
  "[data-chart]": () => import("./charts.js"),
  "[data-strip]": () => import("./strips.js"),
  "[data-compare]": () => import("./compare.js"),
  "[data-copy]": () => import("./copying.js"),
};

/* Material's drawer opens by a label, which the keyboard can't reach. */
function startDrawer(label) {
  if (label.dataset.ready !== undefined) return;
  label.dataset.ready = "";
  label.tabIndex = 0;
  label.setAttribute("role", "button");
  label.setAttribute("aria-label", label.dataset.drawer);
  label.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    label.click();
  });
}

function start(root) {
  startSearch(root);
  startTables(root);
  root.querySelectorAll("[data-drawer]").forEach(startDrawer);
  for (const [selector, load] of Object.entries(ON_DEMAND)) {
    if (root.querySelector(selector)) load().then((part) => part.start(root));
  }
}

document.addEventListener("cmb:added", (event) => start(event.detail));

/* Material's instant navigation says when a page has changed; without it there is only this one. */
if (globalThis.document$) globalThis.document$.subscribe(() => start(document));
else start(document);
