/*
 * Makes tables and lists sortable and filterable. They are complete without scripts.
 * [data-sortable] contains a table. The attribute data-sort of a cell is its machine-readable value. In a table of
 * [data-sortable="figures"], each cell begins with its figure in Vietnamese form, which is parsed instead.
 * [data-filterable] (a table) and [data-filter-group] (a list of [data-filter-item], or else of its children) get a filter
 * by name, and a select for each data-facet-NAME="Label". Its options are the values of data-NAME of the items ("a|b" means
 * both a and b), in the order of data-order-NAME="a|b|c" if there is one.
 */

import { element } from "./elements.js";
import { collator, fold } from "./folding.js";
import { tableTexts } from "./texts-table.js";

const LONG = 14;
const LONG_FRAME = "cmb-table__scroll--long";

/* Sorting */

const FIGURE = /^[+\u2212]?\d+(?:\.\d{3})*(?:,\d+)?/;

function keyOf(row, column) {
  const cell = row.cells[column];
  if (cell.dataset.sort !== undefined) return cell.dataset.sort.trim();
  const text = cell.textContent.trim();
  return cell.matches("[data-sortable=figures] td") ? machine(text) : text;
}

/* Returns a Vietnamese figure in machine form: `1.234,5%` is 1234.5. */
function machine(text) {
  const figure = FIGURE.exec(text)?.[0];
  return figure ? figure.replaceAll(".", "").replace(",", ".").replace("\u2212", "-") : text;
}

function numeric(rows, column) {
  const keys = rows.map((row) => keyOf(row, column)).filter(Boolean);
  return keys.some((key) => isNumber(key)) && rows.every((row) => unknown(row, column) || isNumber(keyOf(row, column)));
}

function isNumber(text) {
  return text !== "" && Number.isFinite(Number(text));
}

function unknown(row, column) {
  return row.cells[column].dataset.sort === "" || row.cells[column].querySelector(".cmb-figure--missing") !== null;
}

/** Returns the rows in order. Rows without a figure are last in both directions. */
function sorted(rows, column, descending) {
  const byNumber = numeric(rows, column);
  const compare = byNumber
    ? (a, b) => Number(keyOf(a, column)) - Number(keyOf(b, column))
    : (a, b) => collator.compare(keyOf(a, column), keyOf(b, column));
  const [known, missing] = [rows.filter((row) => !unknown(row, column)), rows.filter((row) => unknown(row, column))];
  known.sort((a, b) => (descending ? compare(b, a) : compare(a, b)));
  return [...known, ...missing];
}

/* Returns the rows of units. Rows of totals, means and common figures are not sorted and stay above them. */
function unitsOf(table) {
  return [...table.tBodies[0].rows].filter((row) => !("whole" in row.dataset));
}

function put(table, rows) {
  for (const cell of table.tHead.rows[0].cells) cell.removeAttribute("aria-sort");
  table.tBodies[0].append(...rows);
}

function sortBy(table, heading) {
  const column = heading.cellIndex;
  const rows = unitsOf(table);
  const first = numeric(rows, column) ? "descending" : "ascending";
  const other = first === "ascending" ? "descending" : "ascending";
  const order = heading.getAttribute("aria-sort") === first ? other : first;
  put(table, sorted(rows, column, order === "descending"));
  heading.setAttribute("aria-sort", order);
}

let choices = 0;

/* On a phone, a table of units by indicators shows only the chosen column, and its rows are ordered by that column. The address
 * contains the indicator (?chi-tieu=…), so that the view can be shared and pages of other periods show the same column. When
 * the reader comes back to the page, each table has its own choice again. */
function followChoice(frame) {
  const select = frame.querySelector(".cmb-heat__choice select");
  if (!select) return;
  const table = frame.querySelector("table");
  const key = `cmb-column-${++choices}`;
  const choose = (index) => {
    select.selectedIndex = index;
    if (index < select.length - 1) orderByPlace(table, index + 1);
    fit([...frame.querySelectorAll(".cmb-table__scroll")]);
  };
  select.addEventListener("change", () => {
    choose(select.selectedIndex);
    remember(key, select.selectedIndex, indicatorOf(table, select.selectedIndex + 1));
  });
  const showTarget = () => {
    const cell = targetWithin(table);
    if (!cell || !select.offsetWidth || select.selectedIndex === select.length - 1) return;
    choose(cell.cellIndex - 1);
    cell.scrollIntoView({ block: "center" });
  };
  const asked = new URLSearchParams(location.search).get(INDICATOR);
  const columns = [...table.tHead.rows[0].cells].map((_, column) => indicatorOf(table, column));
  const begin = (indicator) => {
    const kept = history.state?.[key] ?? (indicator ? columns.indexOf(indicator) - 1 : -1);
    /* The reader may have chosen a column before this script was loaded. */
    if (select.selectedIndex) select.dispatchEvent(new Event("change"));
    else if (kept >= 0 && kept < select.length) choose(kept);
    carryAlong();
    showTarget();
  };
  begin(asked);
  addEventListener("hashchange", showTarget);
  if (asked && !columns.includes(asked)) followFormer(asked, begin).catch(console.error);
}

/* Calls `begin` with the present slug of an indicator that has another one now. */
async function followFormer(asked, begin) {
  const { presentSlugs } = await import("./former.js");
  const present = (await presentSlugs()).get(asked);
  if (present) begin(present);
}

const INDICATOR = "chi-tieu";

/* Returns the slug of the indicator to which the heading of a column links; empty for the column of met targets. */
function indicatorOf(table, column) {
  const link = table.tHead.rows[0].cells[column]?.querySelector("a");
  return /\/chi-tieu\/([^/]+)\//.exec(link?.pathname ?? "")?.[1] ?? "";
}

function targetWithin(table) {
  const cell = targeted();
  return cell && cell.localName === "td" && table.contains(cell) ? cell : null;
}

/* Returns the element to which the address refers. */
function targeted() {
  return location.hash ? document.getElementById(location.hash.slice(1)) : null;
}

/* In a frame that scrolls, the browser scrolls the target under the sticky heading. This moves it to the centre. */
function uncover() {
  const target = targeted();
  if (target?.closest(`.${LONG_FRAME}`)) target.scrollIntoView({ block: "center", inline: "center" });
}

/* Keeps the choice in the address and the history, and adds it to links to the same page of another period. */
function remember(key, index, indicator) {
  const address = new URL(location.href);
  if (indicator) address.searchParams.set(INDICATOR, indicator);
  else address.searchParams.delete(INDICATOR);
  history.replaceState({ ...history.state, [key]: index }, "", address);
  carryAlong();
}

function carryAlong() {
  const [root] = /^.*\/xep-hang\//.exec(location.href) ?? [];
  for (const link of document.links) {
    const leads = root && link.href.startsWith(root) && !link.hash;
    if (leads && link.search !== location.search) link.search = location.search;
  }
}

/* Orders rows by the ranks in the cells of a column; a column without ranks by its figures, the greatest first. */
function orderByPlace(table, column) {
  const rows = unitsOf(table);
  const place = (row) => Number(/\d+/.exec(row.cells[column].querySelector("small")?.textContent ?? "")?.[0] ?? rows.length + 1);
  const ranked = rows.some((row) => place(row) <= rows.length);
  put(table, ranked ? rows.sort((a, b) => place(a) - place(b)) : sorted(rows, column, true));
}

function makeSortable(frame) {
  const table = frame.querySelector("table");
  if (table.tBodies[0].rows.length < 2) return;
  for (const heading of table.tHead.rows[0].cells) {
    if (!heading.textContent.trim() || heading.hasAttribute("data-unsortable")) continue;
    const button = element("button", { type: "button", class: "cmb-table__sort" }, ...heading.childNodes);
    /* A link in a heading stays a link; the arrow beside it sorts. Screen readers read the heading before each cell, so its
       label contains the text of both only once. */
    const link = button.querySelector("a");
    if (link) {
      heading.setAttribute("aria-label", link.textContent);
      button.replaceChildren(element("span", { class: "cmb-hidden" }, link.textContent));
      heading.append(link, " ", button);
    } else {
      heading.append(button);
    }
    button.addEventListener("click", () => sortBy(table, heading));
  }
}

/* Filters */

function facetsOf(place) {
  return [...place.attributes]
    .filter((attribute) => attribute.name.startsWith("data-facet-"))
    .map((attribute) => ({ key: attribute.name.slice("data-facet-".length), label: attribute.value }))
    .map((facet) => ({ ...facet, order: place.getAttribute(`data-order-${facet.key}`)?.split("|") }));
}

/* Returns the options in the order that the page gives, for example by date; else in alphabetical order. */
function inOrder(values, order) {
  const compare = order ? (one, other) => order.indexOf(one) - order.indexOf(other) : collator.compare;
  return values.sort(compare);
}

function valuesOf(item, key) {
  return (item.getAttribute(`data-${key}`) ?? "").split("|").filter(Boolean);
}

function selectOf(items, { key, label, order }) {
  const values = inOrder([...new Set(items.flatMap((item) => valuesOf(item, key)))], order);
  const options = [new Option(tableTexts.all, ""), ...values.map((value) => new Option(value, value))];
  const select = element("select", { "data-key": key, autocomplete: "off" }, ...options);
  return values.length > 1 ? element("label", {}, label, select) : undefined;
}

let filtered = 0;

/* The filters of a table or list. The choices are kept in the browser's history, so that they are restored when the reader
   comes back to the page. */
class Filters {
  constructor(place, items, count) {
    this.items = items;
    this.count = count;
    this.key = `cmb-filters-${++filtered}`;
    this.folded = new Map(items.map((item) => [item, fold(nameOf(item))]));
    this.build(place);
    this.recall();
    this.apply();
  }

  recall() {
    const kept = history.state?.[this.key] ?? [];
    [this.text, ...this.selects].forEach((control, index) => {
      control.value = kept[index] ?? "";
      if (control.selectedIndex === -1) control.selectedIndex = 0;
    });
  }

  remember() {
    const chosen = [this.text, ...this.selects].map((control) => control.value);
    history.replaceState({ ...history.state, [this.key]: chosen }, "");
  }

  build(place) {
    this.text = element("input", { type: "search", autocomplete: "off" });
    this.status = element("span", { class: "cmb-filters__count", role: "status" });
    const selects = facetsOf(place).map((facet) => selectOf(this.items, facet)).filter(Boolean);
    this.selects = selects.map((label) => label.querySelector("select"));
    const name = element("label", {}, tableTexts.filter, this.text);
    this.element = element("div", { class: "cmb-filters", role: "group", "aria-label": tableTexts.filter }, name, ...selects, this.status);
    this.element.addEventListener("input", () => {
      this.apply();
      this.remember();
    });
  }

  apply() {
    const wanted = fold(this.text.value.trim());
    let shown = 0;
    for (const item of this.items) {
      const visible = this.folded.get(item).includes(wanted) && this.selects.every((select) => chosen(item, select));
      item.hidden = !visible;
      shown += Number(visible);
    }
    this.status.textContent = this.count(shown, this.items.length);
  }
}

function nameOf(item) {
  return (item.querySelector("th") ?? item).textContent;
}

function chosen(item, select) {
  return !select.value || valuesOf(item, select.dataset.key).includes(select.value);
}

function filterTable(frame) {
  const rows = [...frame.querySelector("table").tBodies[0].rows];
  if (rows.length < 2) return;
  const filters = new Filters(frame, rows, tableTexts.count);
  frame.prepend(filters.element);
}

/* Hides a section if all its items are filtered out. Folds are opened while the list is filtered and closed again after. */
function filterList(place) {
  const marked = [...place.querySelectorAll("[data-filter-item]")];
  const items = marked.length ? marked : [...place.children];
  if (items.length < 2) return;
  const filters = new Filters(place, items, tableTexts.items);
  place.before(filters.element);
  filters.element.addEventListener("input", () => hideEmptySections(place));
  hideEmptySections(place);
}

function hideEmptySections(place) {
  const filtering = place.querySelector("[data-filter-item][hidden]") !== null;
  for (const section of place.querySelectorAll("[data-filter-section]")) {
    section.hidden = !section.querySelector("[data-filter-item]:not([hidden])");
    if (section.matches(filtering ? "details:not([open])" : "details[data-opened]")) {
      section.open = filtering;
      section.toggleAttribute("data-opened", filtering);
    }
  }
}

/* A table that fits does not need a frame that scrolls, and the keyboard need not stop at it. */

function fit(scrolls) {
  scrolls.forEach((scroll) => scroll.classList.remove("cmb-table__scroll--fits"));
  /* All frames are measured before any is changed, because each change would make the browser compute the layout again. */
  const measured = scrolls.map((scroll) => ({
    fits: scroll.firstElementChild.offsetWidth <= scroll.clientWidth + 1,
    head: scroll.firstElementChild.tHead?.offsetHeight ?? 0,
    names: scroll.firstElementChild.rows[0]?.cells[0].offsetWidth ?? 0,
  }));
  scrolls.forEach((scroll, index) => frame(scroll, measured[index]));
}

/* The sizes of the heading and of the first column, which stick, are for table.css: a focused link is never behind them. */
function frame(scroll, { fits, head, names }) {
  scroll.style.setProperty("--cmb-head", `${head}px`);
  scroll.style.setProperty("--cmb-names", `${names}px`);
  scroll.classList.toggle("cmb-table__scroll--fits", fits);
  const [long, was] = [!fits && scroll.firstElementChild.rows.length > LONG, scroll.classList.contains(LONG_FRAME)];
  scroll.classList.toggle(LONG_FRAME, long);
  /* If a frame has just become shorter than its table, the target of the address may be out of sight. */
  if (long && !was && scroll.contains(targeted())) uncover();
  if (fits) scroll.removeAttribute("tabindex");
  else scroll.tabIndex = 0;
}

const watcher = new ResizeObserver((changes) => fit(changes.map((change) => change.target)));

/** Starts every table and list inside `root`. */
export function start(root) {
  const places = root.querySelectorAll("[data-sortable], [data-filterable], [data-filter-group]");
  places.forEach((place) => {
    if (place.hasAttribute("data-ready")) return;
    place.dataset.ready = "";
    if (place.hasAttribute("data-sortable")) makeSortable(place);
    if (place.hasAttribute("data-filterable")) filterTable(place);
    if (place.hasAttribute("data-filter-group")) filterList(place);
    followChoice(place);
  });
  if (root === document) addEventListener("hashchange", uncover);
  /* The observer reports each frame when the layout has been computed anyway. Measuring here would force an extra layout. */
  root.querySelectorAll(".cmb-table__scroll").forEach((scroll) => watcher.observe(scroll));
}
