/*
 * The entry point of the scripts of a page. It is fetched after the page has been drawn. Scripts are served at assets/js/.
 * On every page: palette.js (light and dark), finding.js (prepares the search boxes; search.js searches).
 * On pages that need them: compare.js (compares units), folds.js (opens folds for links into them), missing.js (suggestions
 * for a missing address), former.js (links with a former slug), tables.js (sorting, filters, one column at a
 * time). On pages without a filter, tables.js is loaded like the next group.
 * When the element that needs them is near: charts.js (draws with Plotly and plotly-template.js), trend.js (one indicator
 * of a unit over time), strips.js (names of the dots of a distribution), copying.js (copy buttons), embedding.js (the code
 * of a chart for other sites), saving.js (saves drawings as pictures with drawing.js, and tables as CSV).
 * On request of the reader: citing.js (the dialog of one figure), which uses references.js and texts-figure.js.
 * Shared: elements.js, files.js (address and JSON files of the site), figures.js (periods and figures), texts.js and
 * texts-*.js (every text that scripts show), folding.js (makes Vietnamese texts comparable).
 */

import { start as startSearch, wakeAll } from "./finding.js";
import { start as startPalette } from "./palette.js";
import { texts } from "./texts.js";

/* These are loaded at once: a filter that is added later above its table would move the table. */
const AT_ONCE = {
  "[data-filterable], [data-filter-group]": () => import("./tables.js"),
  "[data-compare]": () => import("./compare.js"),
  "[data-suggest]": () => import("./missing.js"),
  ".cmb-fold": () => import("./folds.js"),
};

/* The page is complete without these. They are fetched when their element comes near the visible part of the page, or at
   once if the address has a query, because the query may select what is shown. */
const WHEN_NEAR = {
  "[data-sortable], .cmb-table__scroll": () => import("./tables.js"),
  "[data-chart]": () => import("./charts.js"),
  "[data-trend]": () => import("./trend.js"),
  "[data-strip]": () => import("./strips.js"),
  "[data-copy]": () => import("./copying.js"),
  "[data-embed]": () => import("./embedding.js"),
  ".cmb-curve, .cmb-strip, .cmb-chart, .cmb-table": () => import("./saving.js"),
};

/* Material's drawer is opened by a label, which the keyboard cannot reach. A button replaces it. Escape closes the drawer. */
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

/* A section of the drawer that opens over the rest. In Material, the keyboard can reach its arrow, but the arrow has no name
   and there is no way back. Returns a function that closes the section and returns whether it was open. */
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

/* The link to a figure opens the dialog of the figure. If the dialog fails, it works as a link. Its label contains the figure,
   so that screen readers can distinguish many such links. */
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

/* The search and Material's script are fetched at the reader's first movement. Material's script only follows the reader: it
   marks the current section in the table of contents and shows the button to the top. */
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
  root.querySelectorAll("a.cmb-at").forEach(startFigure);
  for (const [selector, load] of Object.entries(AT_ONCE)) {
    if (root.querySelector(selector)) load().then((part) => part.start(root));
  }
  for (const [selector, load] of Object.entries(WHEN_NEAR)) startWhenNear(root, selector, load);
}

document.addEventListener("cmb:added", (event) => start(event.detail));

STIRRING.forEach((event) => addEventListener(event, fetchLater, { passive: true }));
start(document);
if (location.hash && !document.querySelector(":target")) import("./former.js").then((part) => part.start()).catch(console.error);
