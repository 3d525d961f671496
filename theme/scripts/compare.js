/*
 * Compares units side by side. The address contains the chosen units (?don-vi=a,b), so a comparison can be shared.
 * Figures come from /data/so-sanh.json: {units, indicators, figures: {unit: {indicator: [value, text, period, word, code,
 * target, row, target's value]}}}. In a portal of more than 1,000 units, units and figures are split into the files
 * /data/so-sanh/<number>.json, and only the files of the chosen units are loaded (generator/pages/comparison/data.py).
 */

import { copyButton } from "./copying.js";
import { button, drawn, element } from "./elements.js";
import { SITE, cachedReader, fetched } from "./files.js";
import { COMBOBOX } from "./finding.js";
import { SearchBox, search } from "./search.js";
import { compareTexts } from "./texts-compare.js";
import { texts } from "./texts.js";

const PARAMETER = "don-vi";
const OFFERS = "goi-y";
const MOST = 20;
const FEWEST = 2;
const [VALUE, TEXT, PERIOD, WORD, CODE, TARGET, ROW, ASKED] = [0, 1, 2, 3, 4, 5, 6, 7];
const WITH_AXIS = ["percent", "points"];

/** Returns the value that all of them share; empty if they differ. */
function common(values) {
  return new Set(values).size === 1 ? values[0] : "";
}

/** Returns the shape of an assessment, copied from the legend of the page. */
function shapeOf(code) {
  const shape = document.querySelector(`.cmb-legend .cmb-mark--${code} .cmb-shape`);
  return shape ? [shape.cloneNode(true)] : [];
}

/** Draws a result on an axis from 0 to 100 with the target as a line, in the same way as the pages of units. */
function bar(figure) {
  const place = (value) => `${Math.min(Math.max(value, 0), 100)}%`;
  const drawing = drawn("svg", { class: `cmb-bar cmb-bar--${figure[CODE]}`, "aria-hidden": "true" });
  drawing.append(drawn("rect"), drawn("rect", { width: place(figure[VALUE]) }));
  if (figure[ASKED] !== null) drawing.append(drawn("rect", { x: place(figure[ASKED]) }));
  return drawing;
}

/* Returns the number of the file that holds a unit: the 32-bit FNV-1a hash of its slug modulo the number of files. */
function partOf(slug, parts) {
  let number = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(slug)) number = Math.imul(number ^ byte, 0x01000193) >>> 0;
  return number % parts;
}

/** The published units, indicators and figures that have been loaded so far. */
class Published {
  constructor(parts) {
    this.parts = parts;
    this.loaded = cachedReader((path) => this.fetch(path));
    this.units = new Map();
    this.figures = new Map();
    this.indicators = [];
  }

  /** Loads the files that a comparison of these units needs, each file only once. Without units it needs none. */
  async load(slugs) {
    if (!slugs.length) return;
    const parts = this.parts > 1 ? slugs.map((slug) => `data/so-sanh/${partOf(slug, this.parts)}.json`) : [];
    await Promise.all(["data/so-sanh.json", ...parts].map((path) => this.loaded(path)));
  }

  async fetch(path) {
    const { units = [], figures = {}, indicators = [] } = await fetched(path);
    units.forEach((unit) => this.units.set(unit.slug, unit));
    Object.entries(figures).forEach(([slug, found]) => this.figures.set(slug, found));
    this.indicators.push(...indicators);
  }
}

/** The search box in which a reader chooses a unit. It finds only units. */
class UnitBox extends SearchBox {
  constructor(form, comparison) {
    super(form);
    this.failed = compareTexts.nameless;
    this.comparison = comparison;
  }

  async find(query) {
    const entries = await search(query);
    return entries.filter((entry) => slugOf(entry));
  }

  choose(entry) {
    this.input.value = "";
    this.close();
    this.input.focus();
    this.comparison.add(slugOf(entry));
  }

  withoutAnswer() {
    this.show([], this.input.value, this.failed);
  }
}

/** Returns the slug of the unit of a search entry; empty for entries of other pages. */
function slugOf([, address]) {
  return /^\/don-vi\/([^/]+)\/$/.exec(address)?.[1] ?? "";
}

class Comparison {
  constructor(place, published) {
    this.place = place;
    this.published = published;
    this.chosen = [];
    this.build();
  }

  /** Shows the units from the address. Units that are chosen during loading come after them. */
  begin() {
    this.begun = this.showAsked();
  }

  async showAsked() {
    const stated = new URLSearchParams(location.search).get(PARAMETER) ?? "";
    const named = [...new Set(stated.split(",").filter(Boolean))];
    const requested = named.slice(0, MOST);
    this.chosen = [...requested];
    try {
      await this.load(requested);
      const present = await this.loadPresent(requested);
      this.chosen = [...new Set(this.chosen.map((slug) => present[requested.indexOf(slug)] ?? slug))];
      const unknown = present.filter((slug) => !this.unit(slug));
      this.drop(unknown);
      this.show(...compareTexts.leftOut(unknown.length, named.length - requested.length, MOST));
    } catch (error) {
      this.drop(requested);
      this.fail(error);
    }
  }

  async load(slugs) {
    this.say(compareTexts.loading);
    await this.published.load(slugs);
  }

  /** Returns the slugs, with the present slug of each unit that has another one now, and loads these units. */
  async loadPresent(slugs) {
    if (slugs.every((slug) => this.unit(slug))) return slugs;
    const { presentSlugs } = await import("./former.js");
    const bySlug = await presentSlugs();
    const present = slugs.map((slug) => (this.unit(slug) ? slug : (bySlug.get(slug) ?? slug)));
    await this.published.load(present);
    return present;
  }

  drop(slugs) {
    this.chosen = this.chosen.filter((slug) => !slugs.includes(slug));
  }

  /* The address is not changed, because its units may be found when the page is loaded again. */
  fail(error) {
    this.say(compareTexts.failed);
    this.giveRoomBack();
    console.error(error);
  }

  /* Removes the space that was reserved for the units in the address (compare.css). */
  giveRoomBack() {
    if (!this.present.length) document.documentElement.classList.remove("cmb-asked");
  }

  /** The chosen units that have been loaded, in the order in which they were chosen. */
  get present() {
    return this.chosen.filter((slug) => this.unit(slug));
  }

  nameOf(unit) {
    return unit.title ?? unit.name;
  }

  /* Writes the chosen units into the address, with the anchor of the comparison. */
  toAddress() {
    const query = this.present.length ? `?${PARAMETER}=${this.present.join(",")}#${this.place.id}` : "";
    history.replaceState(history.state, "", `${location.pathname}${query}`);
  }

  build() {
    this.input = element("input", { class: "cmb-search__input", type: "search", autocomplete: "off", spellcheck: "false", ...COMBOBOX });
    const form = element(
      "form",
      { class: "cmb-compare__form cmb-search" },
      element("label", {}, compareTexts.add, this.input),
      element("button", { class: "cmb-button", type: "submit" }, compareTexts.addButton),
    );
    form.addEventListener("submit", (event) => event.preventDefault());
    this.box = new UnitBox(form, this);
    this.status = element("p", { role: "status" });
    this.list = element("div", { class: "cmb-compare__chosen", role: "group", "aria-label": compareTexts.chosen });
    this.result = element("div", { class: "cmb-compare__figures" });
    this.share = element("div", { hidden: "" }, ...(navigator.clipboard ? [copyButton(texts.copy.link, () => location.href)] : []));
    this.place.replaceChildren(form, this.status, this.list, this.result, this.share);
  }

  async add(slug) {
    if (this.chosen.includes(slug)) {
      if (this.unit(slug)) this.say(compareTexts.already(this.nameOf(this.unit(slug))));
      return;
    }
    if (this.chosen.length >= MOST) {
      this.say(compareTexts.full(MOST));
      return;
    }
    this.chosen.push(slug);
    try {
      await this.load([slug]);
      this.show();
      this.box.say(compareTexts.added(this.nameOf(this.unit(slug))));
    } catch (error) {
      this.drop([slug]);
      await this.begun; // Its message would replace this one.
      this.fail(error);
    }
  }

  /* The focus moves to the next remove button, so that the reader can go on removing units. */
  remove(slug) {
    const at = this.present.indexOf(slug);
    this.drop([slug]);
    this.show();
    this.box.say(compareTexts.removed(this.nameOf(this.unit(slug))));
    (this.list.children[at] ?? this.list.lastElementChild ?? this.input).focus();
  }

  /* An empty message takes no space. */
  say(text) {
    this.status.className = text ? "cmb-note" : "cmb-hidden";
    this.status.textContent = text;
  }

  /** Shows the units that have been loaded, with remarks about them. */
  show(...remarks) {
    const { present } = this;
    this.toAddress();
    this.giveRoomBack();
    this.list.replaceChildren(...present.map((slug) => this.removeButton(slug)));
    this.say([...remarks, this.state()].join(" ").trim());
    this.share.hidden = present.length < FEWEST;
    this.result.replaceChildren(...this.shared().map((indicator) => this.block(indicator)));
  }

  /* Returns the current message: units are loading, are still to be chosen, or have no figures. */
  state() {
    if (this.present.length < this.chosen.length) return compareTexts.loading;
    if (!this.chosen.length) return compareTexts.few(document.getElementById(OFFERS) !== null);
    const silent = this.chosen.filter((slug) => !this.published.figures.has(slug)).map((slug) => this.nameOf(this.unit(slug)));
    if (silent.length) return compareTexts.silent(silent.join("; "));
    return this.chosen.length < FEWEST ? compareTexts.another : "";
  }

  removeButton(slug) {
    const unit = this.unit(slug);
    return button(`${this.nameOf(unit)} ×`, () => this.remove(slug), { "aria-label": compareTexts.remove(this.nameOf(unit)) });
  }

  unit(slug) {
    return this.published.units.get(slug);
  }

  figure(slug, indicator) {
    return this.published.figures.get(slug)?.[indicator.slug];
  }

  /** Returns the indicators for which at least one chosen unit has a figure. */
  shared() {
    return this.published.indicators.filter((indicator) => this.present.some((slug) => this.figure(slug, indicator)));
  }

  /* Returns the table of one indicator, with a row for each unit so that any number of units fits a phone. A period or target
   that all rows share is shown once in the caption. */
  block(indicator) {
    const known = this.present.map((slug) => this.figure(slug, indicator)).filter(Boolean);
    const shared = { period: common(known.map((figure) => figure[PERIOD])), target: common(known.map((figure) => figure[TARGET])) };
    const name = element("a", { href: pageOf("chi-tieu", indicator.slug) }, indicator.name);
    const about = element("span", { class: "cmb-note" }, this.about(shared.period, shared.target));
    const heads = [compareTexts.unit, compareTexts.result, compareTexts.mark].map((text) => element("th", { scope: "col" }, text));
    return element(
      "table",
      { class: "cmb-compare__table" },
      element("caption", {}, name, " ", about),
      element("thead", { class: "cmb-hidden" }, element("tr", {}, ...heads)),
      element("tbody", {}, ...this.present.map((slug) => this.row(slug, indicator, shared))),
    );
  }

  about(period, target) {
    return [period, target].filter(Boolean).join("; ");
  }

  row(slug, indicator, shared) {
    const unit = this.unit(slug);
    const figure = this.figure(slug, indicator);
    const link = element("a", { href: pageOf("don-vi", slug) }, unit.short ?? this.nameOf(unit));
    const head = element("th", { scope: "row" }, link);
    if (!figure) return element("tr", {}, head, element("td", { colspan: 2, class: "cmb-figure--missing" }, compareTexts.missing));
    const mark = element("span", { class: `cmb-mark cmb-mark--${figure[CODE]}` }, ...shapeOf(figure[CODE]), element("span", { class: "cmb-hidden" }, figure[WORD]));
    const own = this.about(shared.period ? "" : figure[PERIOD], shared.target ? "" : figure[TARGET]);
    const result = element("td", { class: "cmb-compare__result" }, this.stated(figure));
    if (figure[VALUE] !== null && WITH_AXIS.includes(indicator.unit)) result.append(bar(figure));
    if (own) result.append(element("span", { class: "cmb-note" }, own));
    return element("tr", {}, head, result, element("td", { class: "cmb-compare__mark" }, mark));
  }

  /* Returns the figure as a link to the row of the document that states it. */
  stated(figure) {
    const name = "cmb-compare__figure";
    if (!figure[ROW]) return element("span", { class: name }, figure[TEXT]);
    return element("a", { class: name, href: new URL(`.${figure[ROW]}`, SITE).href }, figure[TEXT]);
  }
}

function pageOf(kind, slug) {
  return new URL(`${kind}/${slug}/`, SITE).href;
}

/** Starts the comparison inside `root`. */
export function start(root) {
  root.querySelectorAll("[data-compare]:not([data-ready])").forEach((place) => {
    place.dataset.ready = "";
    new Comparison(place, new Published(Number(place.dataset.compare))).begin();
  });
}
