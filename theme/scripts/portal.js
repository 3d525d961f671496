/*
 * What the scripts of a page do, fetched once the page has been drawn. Served as they are, at assets/js/.
 * On every page: palette.js (light and dark), finding.js (opens the search boxes, in which search.js searches).
 * On pages that have a use for them: compare.js (units side by side), folds.js (opens what an address leads to), missing.js
 * (what a missing address may have meant), tables.js (sorting, filters, one column at a time); without a filter, tables.js
 * waits as the next ones do.
 * Once what they serve is near: charts.js (draws with Plotly, in the look of plotly-template.js), trend.js (one indicator
 * of a unit over time), strips.js (names the dots of a distribution), copying.js (buttons that copy), embedding.js (the
 * code of a chart for other sites), saving.js (drawings as pictures by drawing.js, tables as CSV).
 * When a reader asks for it: citing.js (what can be done with one figure), which writes by references.js and texts-figure.js.
 * Shared: elements.js, figures.js (periods and figures), texts.js and texts-*.js (every text that scripts show), folding.js
 * (Vietnamese text made comparable).
 */

import { start as startSearch, wakeAll } from "./finding.js";
import { start as startPalette } from "./palette.js";
import { texts } from "./texts.js";

/* A filter stands above what it filters, which would move. */
const AT_ONCE = {
  "[data-filterable], [data-filter-group]": () => import("./tables.js"),
  "[data-compare]": () => import("./compare.js"),
  "[data-suggest]": () => import("./missing.js"),
  ".cmb-fold": () => import("./folds.js"),
};

/* Everything stands on the page without these: they are fetched when what they serve comes near the window; at once where
   the address chooses what is shown. */
const WHEN_NEAR = {
  "[data-sortable], .cmb-table__scroll": () => import("./tables.js"),
  "[data-chart]": () => import("./charts.js"),
  "[data-trend]": () => import("./trend.js"),
  "[data-strip]": () => import("./strips.js"),
  "[data-copy]": () => import("./copying.js"),
  "[data-embed]": () => import("./embedding.js"),
  ".cmb-curve, .cmb-strip, .cmb-chart, .cmb-table": () => import("./saving.js"),
};

/* Material's drawer opens by a label, which the keyboard can't reach: a button takes its place. Escape shuts it again. */
function startDrawer(label) {
  const drawer = document.getElementById(label.htmlFor);
  const button = document.createElement("button");
  button.type = "button";
  button.className = label.className;
  button.setAttribute("aria-label", label.dataset.drawer);
  button.setAttribute("aria-expanded", String(drawer.checked));
  button.append(...label.childNodes);
  button.addEventListener("click", () => drawer.click());
  drawer.addEventListener("change", () => button.setAttribute("aria-expanded", String(drawer.checked)));
  const parts = [...document.querySelectorAll(".md-sidebar--primary .md-nav__link[for][tabindex]")].map(startPart);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawer.checked) return;
    if (parts.some((shut) => shut())) return;
    drawer.click();
    button.focus();
  });
  label.replaceWith(button);
}

/* A part of the drawer that opens over the rest: Material gives its arrow to the keyboard, but no name, and no way back.
   Returns what shuts it, and tells whether it was open. */
function startPart(arrow) {
  const toggle = document.getElementById(arrow.htmlFor);
  const back = document.querySelector(`.md-nav__title[for="${toggle.id}"]`);
  back.tabIndex = 0;
  back.setAttribute("role", "button");
  arrow.setAttribute("role", "button");
  arrow.setAttribute("aria-label", texts.menu.partOf(back.textContent.trim()));
  const tell = () => arrow.setAttribute("aria-expanded", String(toggle.checked));
  toggle.addEventListener("change", tell);
  tell();
  return () => {
    const { checked } = toggle;
    if (checked) {
      toggle.click();
      arrow.focus();
    }
    return checked;
  };
}

/* The link to a figure opens what can be done with it; where that fails it is a link. One of many is told by its figure. */
function startFigure(link) {
  const place = link.closest("li, td");
  const { textContent } = (place.closest("tr") ?? place).querySelector("a");
  link.setAttribute("aria-haspopup", "dialog");
  link.setAttribute("aria-label", texts.figure.openOf(textContent, place.dataset.period));
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    import("./citing.js").then(({ open }) => open(link)).catch(() => location.assign(link.href));
  });
}

/* The search answers who stirs. Material's own script only follows the reader: it marks the place in the contents and offers
   the way back to the top. */
const STIRRING = ["pointerdown", "pointermove", "keydown", "scroll"];

function fetchLater() {
  STIRRING.forEach((event) => removeEventListener(event, fetchLater));
  wakeAll();
  for (const { content } of document.querySelectorAll("template[data-later]")) {
    for (const inert of content.querySelectorAll("script")) {
      const script = document.createElement("script");
      script.setAttribute("src", inert.getAttribute("src"));
      document.body.append(script);
    }
  }
}

function startWhenNear(root, selector, load) {
  const places = root.querySelectorAll(selector);
  if (!places.length) return;
  const begin = () => load().then((part) => part.start(root));
  if (location.search) {
    begin();
    return;
  }
  const watcher = new IntersectionObserver(
    (changes) => {
      if (!changes.some((change) => change.isIntersecting)) return;
      watcher.disconnect();
      begin();
    },
    { rootMargin: "50% 0px" },
  );
  places.forEach((place) => watcher.observe(place));
}

function start(root) {
  startPalette(root);
  startSearch(root);
  root.querySelectorAll("[data-drawer]").forEach(startDrawer);
  root.querySelectorAll(".cmb-at").forEach(startFigure);
  for (const [selector, load] of Object.entries(AT_ONCE)) {
    if (root.querySelector(selector)) load().then((part) => part.start(root));
  }
  for (const [selector, load] of Object.entries(WHEN_NEAR)) startWhenNear(root, selector, load);
}

document.addEventListener("cmb:added", (event) => start(event.detail));

STIRRING.forEach((event) => addEventListener(event, fetchLater, { passive: true }));
start(document);
