/*
 * Two to five units side by side. The address carries them (?don-vi=a,b), so a comparison can be shared.
 * Figures come from /data/so-sanh.json: {units, indicators, figures: {unit: {indicator: [value, text, period, word, code, target, row]}}}.
 */

import { copyButton } from "./copying.js";
import { fold } from "./folding.js";
import { texts } from "./texts.js";

const SITE = new URL("../../", import.meta.url);
const PARAMETER = "don-vi";
const MOST = 5;
const FEWEST = 2;
const [VALUE, TEXT, PERIOD, WORD, CODE, TARGET, ROW] = [0, 1, 2, 3, 4, 5, 6];

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Each unit's name, with its parent's where another unit has the same. */
function fullNames(units) {
  const counts = new Map();
  for (const { name } of units) counts.set(name, (counts.get(name) ?? 0) + 1);
  const full = (unit) => (counts.get(unit.name) > 1 && unit.parent ? `${unit.name} (${unit.parent})` : unit.name);
  return new Map(units.map((unit) => [unit.slug, full(unit)]));
}

/** A text that Plotly, which reads markup, shows as it is. */
function unmarked(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The shape of an assessment, as the page's key shows it. */
function shapeOf(code) {
  const shape = document.querySelector(`.cmb-mark--${code} .cmb-shape`);
  return shape ? [shape.cloneNode(true)] : [];
}

class Comparison {
  constructor(place, published) {
    this.place = place;
    this.published = published;
    this.units = new Map(published.units.map((unit) => [unit.slug, unit]));
    this.names = fullNames(published.units);
    this.chosen = this.fromAddress();
    this.build();
    this.show();
  }

  nameOf(unit) {
    return this.names.get(unit.slug);
  }

  fromAddress() {
    const stated = new URLSearchParams(location.search).get(PARAMETER) ?? "";
    const known = stated.split(",").filter((slug) => this.units.has(slug));
    return [...new Set(known)].slice(0, MOST);
  }

  toAddress() {
    const address = new URL(location.href);
    address.searchParams.delete(PARAMETER);
    const query = this.chosen.length ? `?${PARAMETER}=${this.chosen.join(",")}` : "";
    history.replaceState(history.state, "", `${address.pathname}${query}`);
  }

  build() {
    this.input = element("input", { list: "so-sanh-don-vi", autocomplete: "off" });
    const names = this.published.units.map((unit) => element("option", { value: this.nameOf(unit) }));
    const form = element(
      "form",
      { class: "cmb-compare__form" },
      element("label", {}, texts.compare.add, this.input),
      element("datalist", { id: "so-sanh-don-vi" }, ...names),
      element("button", { class: "cmb-button", type: "submit" }, texts.compare.addButton),
    );
    form.addEventListener("submit", (event) => this.add(event));
    this.status = element("p", { role: "status", class: "cmb-note" });
    this.list = element("div", { class: "cmb-compare__chosen", role: "group", "aria-label": texts.compare.chosen });
    this.result = element("div");
    const share = navigator.clipboard ? [copyButton(texts.copy.link, () => location.href)] : [];
    this.place.replaceChildren(form, this.status, this.list, ...share, this.result);
  }

  add(event) {
    event.preventDefault();
    const wanted = fold(this.input.value.trim());
    const unit = wanted && this.find(wanted);
    if (!unit) return this.say(texts.compare.unknown);
    if (this.chosen.length >= MOST) return this.say(texts.compare.full);
    if (!this.chosen.includes(unit.slug)) this.chosen.push(unit.slug);
    this.input.value = "";
    this.show();
    this.input.focus();
  }

  find(wanted) {
    const units = this.published.units;
    return (
      units.find((unit) => fold(this.nameOf(unit)) === wanted) ??
      units.find((unit) => fold(unit.name) === wanted) ??
      units.find((unit) => fold(this.nameOf(unit)).includes(wanted))
    );
  }

  remove(slug) {
    this.chosen = this.chosen.filter((other) => other !== slug);
    this.show();
    this.input.focus();
  }

  say(text) {
    this.status.textContent = text;
  }

  show() {
    this.toAddress();
    this.list.replaceChildren(...this.chosen.map((slug) => this.removeButton(slug)));
    const enough = this.chosen.length >= FEWEST;
    this.say(enough ? "" : texts.compare.few);
    this.result.replaceChildren(...(enough ? [this.table(), ...this.chart()] : []));
    document.dispatchEvent(new CustomEvent("cmb:added", { detail: this.result }));
  }

  removeButton(slug) {
    const unit = this.units.get(slug);
    const label = texts.compare.remove(this.nameOf(unit));
    const button = element("button", { type: "button", class: "cmb-button cmb-button--quiet", "aria-label": label });
    button.textContent = `${this.nameOf(unit)} ×`;
    button.addEventListener("click", () => this.remove(slug));
    return button;
  }

  figure(slug, indicator) {
    return this.published.figures[slug]?.[indicator.slug];
  }

  /** Indicators for which at least one chosen unit has a figure. */
  shared() {
    return this.published.indicators.filter((indicator) => this.chosen.some((slug) => this.figure(slug, indicator)));
  }

  table() {
    const units = this.chosen.map((slug) => this.units.get(slug));
    const heads = units.map((unit) =>
      element("th", { scope: "col", class: "cmb-number" }, element("a", { href: pageOf("don-vi", unit.slug) }, this.nameOf(unit))),
    );
    const table = element(
      "table",
      { class: "cmb-table__table" },
      element("caption", {}, texts.compare.caption),
      element("thead", {}, element("tr", {}, element("th", { scope: "col" }, texts.compare.indicator), ...heads)),
      element("tbody", {}, ...this.shared().map((indicator) => this.row(indicator))),
    );
    const region = { class: "cmb-table__scroll", tabindex: "0", role: "region", "aria-label": texts.compare.caption };
    return element("div", { class: "cmb-table cmb-table--compare" }, element("div", region, table));
  }

  row(indicator) {
    const link = element("a", { href: pageOf("chi-tieu", indicator.slug) }, indicator.name);
    const cells = this.chosen.map((slug) => this.cell(this.figure(slug, indicator)));
    return element("tr", {}, element("th", { scope: "row" }, link), ...cells);
  }

  cell(figure) {
    if (!figure) return element("td", { class: "cmb-number" }, element("span", { class: "cmb-figure--missing" }, texts.compare.missing));
    const judged = figure[CODE] !== "no_target";
    const mark = element("span", { class: `cmb-mark cmb-mark--${figure[CODE]}` }, ...shapeOf(figure[CODE]), figure[WORD]);
    const details = [figure[PERIOD], figure[TARGET] && `${texts.compare.target} ${figure[TARGET]}`].filter(Boolean).join("; ");
    return element(
      "td",
      { class: "cmb-number" },
      this.stated(figure),
      ...(judged ? [mark] : []),
      element("span", { class: "cmb-note" }, details),
    );
  }

  /* The figure, leading to the row of the document that states it. */
  stated(figure) {
    const name = "cmb-compare__figure";
    if (!figure[ROW]) return element("span", { class: name }, figure[TEXT]);
    return element("a", { class: name, href: new URL(`.${figure[ROW]}`, SITE).href }, figure[TEXT]);
  }

  /* Only percents share an axis. */
  chart() {
    const indicators = this.shared().filter((indicator) => indicator.unit === "percent");
    if (!indicators.length) return [];
    const units = this.chosen.map((slug) => this.units.get(slug));
    const data = units.map((unit) => this.trace(unit, indicators));
    const layout = { barmode: "group", showlegend: true, xaxis: { range: [0, 108], ticksuffix: "%" }, yaxis: { autorange: "reversed" } };
    const height = 80 + indicators.length * (units.length * 22 + 18);
    const figure = element("figure", { class: "cmb-chart", id: "so-sanh", "data-chart": "" });
    const sentence = texts.compare.sentence(units.map((unit) => this.nameOf(unit)).join(", "));
    const caption = element("figcaption", {}, element("span", { class: "cmb-chart__sentence" }, sentence));
    const plot = element("div", { class: "cmb-chart__plot", style: `height:${height}px`, role: "img", "aria-label": sentence });
    const stated = element("script", { type: "application/json", class: "cmb-chart__data" }, JSON.stringify({ data, layout }));
    figure.append(caption, plot, stated);
    return [figure];
  }

  trace(unit, indicators) {
    const figures = indicators.map((indicator) => this.figure(unit.slug, indicator));
    return {
      type: "bar",
      orientation: "h",
      name: unmarked(this.nameOf(unit)),
      y: indicators.map((indicator) => unmarked(indicator.name)),
      x: figures.map((figure) => figure?.[VALUE] ?? null),
      text: figures.map((figure) => figure?.[TEXT] ?? ""),
      hovertemplate: "%{fullData.name}<br>%{y}: %{text}<extra></extra>",
    };
  }
}

function pageOf(kind, slug) {
  return new URL(`${kind}/${slug}/`, SITE).href;
}

async function startAt(place) {
  try {
    const response = await fetch(new URL("data/so-sanh.json", SITE));
    if (!response.ok) throw new Error(`${response.status}`);
    new Comparison(place, await response.json());
  } catch (error) {
    place.prepend(element("p", { role: "alert" }, texts.compare.failed));
    console.error(error);
  }
}

/** Brings the comparison below `root` to life. */
export function start(root) {
  root.querySelectorAll("[data-compare]:not([data-ready])").forEach((place) => {
    place.dataset.ready = "";
    startAt(place);
  });
}
