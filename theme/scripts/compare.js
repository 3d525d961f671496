/*
 * Units side by side. The address carries them (?don-vi=a,b), so a comparison can be shared.
 * Figures come from /data/so-sanh.json: {units, indicators, figures: {unit: {indicator: [value, text, period, word, code,
 * target, row, target's value]}}}; in a vast portal units and figures stand in parts, /data/so-sanh/<number>.json, of
 * which those of the chosen units are loaded (generator/pages/comparison/data.py).
 */

import { copyButton } from "./copying.js";
import { drawn, element } from "./elements.js";
import { fetched, keeping } from "./files.js";
import { SearchBox, search } from "./search.js";
import { compareTexts } from "./texts-compare.js";
import { texts } from "./texts.js";

const SITE = new URL("../../", import.meta.url);
const PARAMETER = "don-vi";
const OFFERS = "goi-y";
const MOST = 20;
const FEWEST = 2;
const [VALUE, TEXT, PERIOD, WORD, CODE, TARGET, ROW, ASKED] = [0, 1, 2, 3, 4, 5, 6, 7];
const WITH_AXIS = ["percent", "points"];

/** The one thing that all say; empty where they differ. */
function common(said) {
  return new Set(said).size === 1 ? said[0] : "";
}

/** The shape of an assessment, as the page's key shows it. */
function shapeOf(code) {
  const shape = document.querySelector(`.cmb-legend .cmb-mark--${code} .cmb-shape`);
  return shape ? [shape.cloneNode(true)] : [];
}

/** A result on its axis from 0 to 100 with the target as a line, as the pages of units draw it. */
function bar(figure) {
  const place = (value) => `${Math.min(Math.max(value, 0), 100)}%`;
  const drawing = drawn("svg", { class: `cmb-bar cmb-bar--${figure[CODE]}`, "aria-hidden": "true" });
  drawing.append(drawn("rect"), drawn("rect", { width: place(figure[VALUE]) }));
  if (figure[ASKED] !== null) drawing.append(drawn("rect", { x: place(figure[ASKED]) }));
  return drawing;
}

/* FNV-1a, 32 bits: the part of a vast portal in which a unit stands. */
function partOf(slug, parts) {
  let number = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(slug)) number = Math.imul(number ^ byte, 0x01000193) >>> 0;
  return number % parts;
}

/** What is published of units and indicators, as far as it was loaded. */
class Published {
  constructor(parts) {
    this.parts = parts;
    this.loaded = keeping((path) => this.fetch(path));
    this.units = new Map();
    this.figures = new Map();
    this.indicators = [];
  }

  /** Loads what a comparison of these units needs, each file once. */
  async load(slugs) {
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

/** Where a unit is typed and chosen; what is found are units alone. */
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

/** The slug of the unit that an entry of the search leads to; empty for other pages. */
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

  /** Shows the units that the address names; what is chosen meanwhile comes behind them. */
  begin() {
    this.begun = this.showAsked();
  }

  async showAsked() {
    const stated = new URLSearchParams(location.search).get(PARAMETER) ?? "";
    const named = [...new Set(stated.split(",").filter(Boolean))];
    const asked = named.slice(0, MOST);
    this.chosen = [...asked];
    try {
      await this.load(asked);
      const unknown = asked.filter((slug) => !this.unit(slug));
      this.drop(unknown);
      this.show(...compareTexts.leftOut(unknown.length, named.length - asked.length, MOST));
    } catch (error) {
      this.drop(asked);
      this.fail(error);
    }
  }

  async load(slugs) {
    this.say(compareTexts.loading);
    await this.published.load(slugs);
  }

  drop(slugs) {
    this.chosen = this.chosen.filter((slug) => !slugs.includes(slug));
  }

  /* The address stays as it is: it may lead to its units when the page is loaded anew. */
  fail(error) {
    this.say(compareTexts.failed);
    this.giveRoomBack();
    console.error(error);
  }

  /* Room was kept for what the address names (compare.css). */
  giveRoomBack() {
    if (!this.present.length) document.documentElement.classList.remove("cmb-asked");
  }

  /** The chosen units whose figures are there, in the order in which they were chosen. */
  get present() {
    return this.chosen.filter((slug) => this.unit(slug));
  }

  nameOf(unit) {
    return unit.title ?? unit.name;
  }

  /* The anchor leads to the comparison itself. */
  toAddress() {
    const query = this.present.length ? `?${PARAMETER}=${this.present.join(",")}#${this.place.id}` : "";
    history.replaceState(history.state, "", `${location.pathname}${query}`);
  }

  build() {
    this.input = element("input", { class: "cmb-search__input", type: "search", autocomplete: "off", spellcheck: "false" });
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
      await this.begun; // What it says would take the place of this.
      this.fail(error);
    }
  }

  /* Whoever goes on to remove others stays among the buttons. */
  remove(slug) {
    const at = this.present.indexOf(slug);
    this.drop([slug]);
    this.show();
    this.box.say(compareTexts.removed(this.nameOf(this.unit(slug))));
    (this.list.children[at] ?? this.list.lastElementChild ?? this.input).focus();
  }

  /* Nothing takes no room. */
  say(text) {
    this.status.className = text ? "cmb-note" : "cmb-hidden";
    this.status.textContent = text;
  }

  /** Shows the units whose figures are there, with what else is to be said of them. */
  show(...remarks) {
    const { present } = this;
    this.toAddress();
    this.giveRoomBack();
    this.list.replaceChildren(...present.map((slug) => this.removeButton(slug)));
    this.say([...remarks, this.state()].join(" ").trim());
    this.share.hidden = present.length < FEWEST;
    this.result.replaceChildren(...this.shared().map((indicator) => this.block(indicator)));
  }

  /* What is still to be chosen, and who has nothing to be compared by. */
  state() {
    if (this.present.length < this.chosen.length) return compareTexts.loading;
    if (!this.chosen.length) return compareTexts.few(document.getElementById(OFFERS) !== null);
    const silent = this.chosen.filter((slug) => !this.published.figures.has(slug)).map((slug) => this.nameOf(this.unit(slug)));
    if (silent.length) return compareTexts.silent(silent.join("; "));
    return this.chosen.length < FEWEST ? compareTexts.another : "";
  }

  removeButton(slug) {
    const unit = this.unit(slug);
    const label = compareTexts.remove(this.nameOf(unit));
    const button = element("button", { type: "button", class: "cmb-button cmb-button--quiet", "aria-label": label });
    button.textContent = `${this.nameOf(unit)} ×`;
    button.addEventListener("click", () => this.remove(slug));
    return button;
  }

  unit(slug) {
    return this.published.units.get(slug);
  }

  figure(slug, indicator) {
    return this.published.figures.get(slug)?.[indicator.slug];
  }

  /** Indicators for which at least one chosen unit has a figure. */
  shared() {
    return this.published.indicators.filter((indicator) => this.present.some((slug) => this.figure(slug, indicator)));
  }

  /* One indicator: a row for each unit, so that any number of them fits a phone. Period and target stand once above. */
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

  /* The figure, leading to the row of the document that states it. */
  stated(figure) {
    const name = "cmb-compare__figure";
    if (!figure[ROW]) return element("span", { class: name }, figure[TEXT]);
    return element("a", { class: name, href: new URL(`.${figure[ROW]}`, SITE).href }, figure[TEXT]);
  }
}

function pageOf(kind, slug) {
  return new URL(`${kind}/${slug}/`, SITE).href;
}

/** Brings the comparison below `root` to life. */
export function start(root) {
  root.querySelectorAll("[data-compare]:not([data-ready])").forEach((place) => {
    place.dataset.ready = "";
    new Comparison(place, new Published(Number(place.dataset.compare))).begin();
  });
}
