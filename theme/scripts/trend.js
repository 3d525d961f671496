/*
 * A chart of one indicator of a unit over time. The address contains the choice (?chi-tieu=…&tu=2023-01&den=2024-05), so
 * that the view can be shared. The chart is drawn from the unit's JSON file by the same rules as the static picture of
 * generator/pages/unit/trend.py, which it replaces.
 */

import { config, hideFromScreenReaders, loadPlotly, plain } from "./charts.js";
import { drawn, element } from "./elements.js";
import { aYearBefore, afterGaps, caveatsOf, computed, endOf, kindOf, partsOf, periodInWords, startOf, stated, targetText } from "./figures.js";
import { SITE, fetched } from "./files.js";
import { fold } from "./folding.js";
import { colour, coloured, template } from "./plotly-template.js";
import { codes } from "./texts-codes.js";
import { drawingTexts } from "./texts-drawing.js";

const [INDICATOR, BEGIN, END] = ["chi-tieu", "tu", "den"];
const { fewest: FEWEST, periods: MOST_PERIODS } = codes.limits;
const MOST_TICKS = { narrow: 4, wide: 7 };
const NARROW = 520;
const ANCHOR = "#bieu-do";

function required(row, measure) {
  return targetText(row.target_value, row.target_comparison, measure);
}

/** Returns the figures of one indicator over periods of the same kind, from the first known figure to the last; null if fewer
    than FEWEST are known of each kind. */
function courseOf(indicator, published, exempt) {
  const of = (list) => list.filter((row) => row.indicator_id === indicator.id && row.period);
  const known = of(published.assessments).filter((row) => row.value !== null).map((row) => row.period);
  known.sort((one, other) => endOf(one).localeCompare(endOf(other)));
  const alike = (period) => known.filter((other) => kindOf(other) === kindOf(period));
  const newest = known.filter((period) => alike(period).length >= FEWEST).at(-1);
  if (!newest) return null;
  const comparable = alike(newest);
  const [first, last] = [endOf(comparable[0]), endOf(comparable.at(-1))];
  const inside = (row) => kindOf(row.period) === kindOf(comparable[0]) && endOf(row.period) >= first && endOf(row.period) <= last;
  const rows = new Map(of(published.assessments).filter(inside).map((row) => [row.period, row]));
  const levels = new Map(of(published.spreads).filter(inside).map((row) => [row.period, row]));
  const periods = [...new Set([...rows.keys(), ...levels.keys()])].sort((one, other) => endOf(one).localeCompare(endOf(other)));
  return { indicator, rows, levels, periods, gaps: new Set(afterGaps(periods)), exempt };
}

/* Returns the row with the target in force in a period; null if there is none or the unit is exempt. */
function targetOf(course, period) {
  const row = course.rows.get(period);
  return row?.target_value && !course.exempt(row) ? row : null;
}

function newestYear({ periods, rows }) {
  const end = periods.at(-1);
  const begin = endOf(aYearBefore(end));
  const year = periods.filter((period) => endOf(period) >= begin);
  const known = year.filter((period) => rows.get(period)?.value != null);
  return known.length >= FEWEST ? [year[0], end] : [periods.slice(-MOST_PERIODS)[0], end];
}

/** Returns the colour of a token with this opacity. */
function faded(name, share) {
  const [red, green, blue] = colour(name).match(/[\da-f]{2}/gi).map((pair) => Number.parseInt(pair, 16));
  return `rgba(${red},${green},${blue},${share})`;
}

class Trend {
  constructor(place, published, query) {
    this.place = place;
    this.sentence = place.querySelector(".cmb-curve__sentence");
    this.still = place.querySelector(".cmb-curve__drawing");
    this.key = place.querySelector(".cmb-curve__key");
    this.table = place.querySelector("table");
    this.slugs = new Map(published.sources.map((source) => [source.id, source.slug]));
    this.courses = this.read(published);
    this.choose(query);
    this.addSelects();
    this.show();
  }

  /* Returns the indicators with their figures by slug, in the order of the page. */
  read(published) {
    const keyOf = (source, locator, row) => [source, locator, row.indicator_id].join("|");
    const freed = published.targets.filter((target) => target.status === "exempt");
    const keys = new Set(freed.map((target) => keyOf(target.source_id, target.locator, target)));
    const exempt = (row) => keys.has(keyOf(row.target_source_id, row.target_locator, row));
    const order = [...document.querySelectorAll(".cmb-board__row[id]")].map((row) => row.id);
    const listed = [...published.indicators].sort((one, other) => order.indexOf(one.slug) - order.indexOf(other.slug));
    const found = listed.map((indicator) => courseOf(indicator, published, exempt)).filter(Boolean);
    return new Map(found.map((course) => [course.indicator.slug, course]));
  }

  /** Selects the indicator and periods of the address if they exist; else the page's default indicator and its newest year. */
  choose(query) {
    const slug = this.courses.has(query.get(INDICATOR)) ? query.get(INDICATOR) : this.place.dataset.indicator;
    this.course = this.courses.get(slug);
    this.span = this.spanOf(query.get(BEGIN), query.get(END));
  }

  spanOf(begin, end) {
    const valid = (period) => /^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?$/.test(period ?? "");
    const usual = newestYear(this.course);
    const from = valid(begin) ? endOf(begin) : endOf(usual[0]);
    const to = valid(end) ? endOf(end) : endOf(usual[1]);
    const shown = this.course.periods.filter((period) => endOf(period) >= from && endOf(period) <= to);
    return shown.length ? [shown[0], shown.at(-1)] : usual;
  }

  addSelects() {
    this.selects = Object.fromEntries([INDICATOR, BEGIN, END].map((name) => [name, element("select", { name, autocomplete: "off" })]));
    const labels = Object.entries(this.selects).map(([name, select]) => element("label", {}, drawingTexts.trend.labels[name], select));
    const form = element("form", { class: "cmb-trend__choice", "aria-label": drawingTexts.trend.choose }, ...labels);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", ({ target }) => this.change(target.name));
    this.place.prepend(form);
    this.place.dataset.begun = "";
    this.sentence.setAttribute("aria-live", "polite");
    this.plot = element("div", { class: "cmb-trend__plot", hidden: "" });
    this.still.after(this.plot);
  }

  change(name) {
    const [begin, end] = [this.selects[BEGIN].value, this.selects[END].value];
    const turned = endOf(begin) > endOf(end);
    this.choose(
      new URLSearchParams({
        [INDICATOR]: this.selects[INDICATOR].value,
        [BEGIN]: turned && name === END ? end : begin,
        [END]: turned && name === BEGIN ? begin : end,
      }),
    );
    this.show();
    history.replaceState(history.state, "", this.address());
  }

  address() {
    const query = new URLSearchParams({ [INDICATOR]: this.course.indicator.slug, [BEGIN]: this.span[0], [END]: this.span[1] });
    return `${location.pathname}?${query}${ANCHOR}`;
  }

  get periods() {
    const [begin, end] = this.span.map(endOf);
    return this.course.periods.filter((period) => endOf(period) >= begin && endOf(period) <= end);
  }

  show() {
    this.place.toggleAttribute("data-other", !this.isDefault());
    this.fillSelects();
    this.sentence.textContent = this.sentenceText();
    this.fillTable();
    this.draw();
    const { indicator, periods } = this.course;
    const period = this.span[1] === periods.at(-1) ? "" : this.span[1];
    this.place.dispatchEvent(new CustomEvent("cmb:chosen", { bubbles: true, detail: { indicator: indicator.slug, name: indicator.short_name, period } }));
  }

  isDefault() {
    const { indicator, begin, end } = this.place.dataset;
    return [this.course.indicator.slug, ...this.span].join() === [indicator, begin, end].join();
  }

  fillSelects() {
    const indicators = [...this.courses.values()].map(({ indicator }) => [indicator.slug, indicator.short_name]);
    const periods = this.course.periods.map((period) => [period, periodInWords(period)]);
    this.fill(INDICATOR, indicators, this.course.indicator.slug);
    this.fill(BEGIN, periods, this.span[0]);
    this.fill(END, periods, this.span[1]);
  }

  fill(name, options, chosen) {
    this.selects[name].replaceChildren(...options.map(([value, text]) => element("option", { value }, text)));
    this.selects[name].value = chosen;
  }

  /* Returns the sentence of the chart: the first and last figure, and the median of the level at the end. */
  sentenceText() {
    const { indicator, rows } = this.course;
    const known = this.periods.map((period) => rows.get(period)).filter((row) => row?.value != null);
    if (!known.length) return drawingTexts.trend.silent(indicator.short_name);
    const [first, last] = [known[0], known.at(-1)];
    const when = (row) => [periodInWords(row.period), caveatsOf(row)].filter(Boolean).join(", ");
    const ends = [first, last].map((row) => [stated(row.value, indicator.measure), when(row)]);
    const median = this.course.levels.get(last.period)?.median;
    const beside = median == null ? "" : drawingTexts.trend.median(periodInWords(last.period), computed(median, indicator));
    const direction = Math.sign(Number(last.value) - Number(first.value));
    return drawingTexts.trend.sentence(indicator.short_name, direction, ...ends, beside, indicator.measure === "rank");
  }

  fillTable() {
    if (!this.table) return; // The chart has the same figures.
    const { indicator, levels } = this.course;
    const compared = this.periods.some((period) => levels.get(period)?.median != null);
    const headings = [...codes.trend.headings, ...(compared ? [codes.trend.levelHeading] : [])];
    const caption = drawingTexts.trend.caption(indicator.short_name);
    this.table.caption.textContent = caption;
    this.table.parentElement.setAttribute("aria-label", caption);
    this.table.tHead.rows[0].replaceChildren(...headings.map((text) => element("th", { scope: "col" }, text)));
    this.table.tBodies[0].replaceChildren(...[...this.periods].reverse().map((period) => this.line(period, compared)));
  }

  line(period, compared) {
    const { rows, levels } = this.course;
    const row = rows.get(period);
    const target = row ? this.targetText(row) : "";
    const caveats = row?.value == null ? "" : caveatsOf(row);
    const note = caveats ? [" ", element("span", { class: "cmb-note" }, caveats)] : [];
    const cells = [element("td", { class: "cmb-number" }, this.figure(row), ...note), element("td", {}, target)];
    if (compared) cells.push(this.levelCell(levels.get(period)));
    return element("tr", {}, element("th", { scope: "row" }, periodInWords(period)), ...cells);
  }

  targetText(row) {
    const target = targetOf(this.course, row.period);
    if (target) return required(target, this.course.indicator.measure);
    return row.target_due ? drawingTexts.trend.exempt : codes.trend.noTarget;
  }

  /* Returns the figure as a link to the row of the document that states it, or the reason why there is none. */
  figure(row) {
    const text = row?.value == null ? codes.missing[row?.status ?? "not_reported"] : stated(row.value, this.course.indicator.measure);
    const slug = this.slugs.get(row?.source_id);
    if (!slug || !row.locator) return text;
    const anchor = fold(row.locator.replace(/đ/gi, "dd")).replace(/[^a-z0-9.]+/g, "-").replace(/^-|-$/g, "");
    return element("a", { href: new URL(`van-ban/${slug}/#${anchor}`, SITE).href }, text);
  }

  levelCell(level) {
    if (level?.median == null) return element("td", {}, codes.trend.notCompared);
    const [low, median, high] = [level.low, level.median, level.high].map((text) => computed(text, this.course.indicator));
    const bare = ["percent", "rank"].includes(this.course.indicator.measure) ? low : low.split("\u00a0")[0];
    const note = element("span", { class: "cmb-note" }, drawingTexts.trend.between(bare, high));
    return element("td", { class: "cmb-number" }, median, " ", note);
  }

  async draw() {
    try {
      const Plotly = await loadPlotly();
      await document.fonts.ready;
      this.still.setAttribute("hidden", "");
      this.plot.hidden = false;
      const { traces, breaks } = this.drawing();
      this.fillKey(traces);
      await Plotly.react(this.plot, coloured(traces), this.layout(breaks, equalRange(traces)), config());
      hideFromScreenReaders(this.plot);
    } catch (error) {
      this.still.toggleAttribute("hidden", !this.isDefault());
      this.plot.textContent = drawingTexts.chart.failed;
      console.error(error);
    }
  }

  /* Returns the traces of the target, the level, the country and, on top, the unit. A missing figure leaves a gap, and so do
     periods that nobody reported. */
  drawing() {
    const { rows, levels, gaps, indicator } = this.course;
    const inside = (period) => period !== this.periods[0];
    const part = (period) => levels.get(period)?.parted && inside(period);
    const gap = (period) => gaps.has(period) && inside(period);
    const series = (valueOf, parted) => {
      const line = { x: [], y: [], text: [] };
      for (const period of this.periods) {
        const [value, text] = valueOf(period) ?? [null, ""];
        if (gap(period) || (parted && part(period))) this.add(line, endOf(period), null, "");
        this.add(line, endOf(period), value === null ? null : Number(value), plain(text && `${text}, ${periodInWords(period)}`));
      }
      return line;
    };
    const target = series((period) => {
      const row = targetOf(this.course, period);
      return row && [row.target_value, `${codes.trend.names.target}: ${required(row, indicator.measure)}`];
    });
    const median = series((period) => {
      const value = levels.get(period)?.median;
      return value == null ? null : [value, `${codes.trend.names.median}: ${computed(value, indicator)}`];
    }, true);
    const country = series((period) => {
      const value = rows.get(period)?.country_value;
      return value == null ? null : [value, `${codes.trend.names.country}: ${stated(value, indicator.measure)}`];
    });
    const own = series((period) => {
      const value = rows.get(period)?.value;
      return value == null ? null : [value, `${this.place.dataset.unit}: ${stated(value, indicator.measure)}`];
    });
    const traces = [
      { kind: "band", ...this.band((period) => part(period) || gap(period)), fill: "toself", fillcolor: faded("--cmb-peer", 0.35), line: { color: "var(--cmb-peer)", width: 0.5 }, mode: "lines", hoverinfo: "skip" },
      { kind: "target", ...target, mode: "lines", line: { color: "var(--cmb-target)", width: 1.5, dash: "dash", shape: "hv" }, hoverinfo: "text" },
      { kind: "median", ...median, mode: "lines", line: { color: "var(--cmb-peer-strong)", width: 2.5 }, hoverinfo: "text" },
      { kind: "country", ...country, mode: "lines+markers", line: { color: "var(--cmb-second)", width: 1.5, dash: "longdash" }, marker: { color: "var(--cmb-second)", size: 7, symbol: "diamond" }, hoverinfo: "text" },
      { kind: "own", ...own, mode: "lines+markers", line: { color: "var(--cmb-own)", width: 3 }, marker: { color: "var(--cmb-own)", size: 7 }, hoverinfo: "text" },
    ];
    const named = traces.map((trace) => ({ type: "scatter", connectgaps: false, hovertext: trace.text, ...trace, text: undefined }));
    return { traces: named.filter((trace) => trace.y.some((value) => value !== null)), breaks: this.periods.filter(part) };
  }

  add(line, x, y, text) {
    line.x.push(x);
    line.y.push(y);
    line.text.push(text);
  }

  /* Returns the outline of the band: for each part without a gap, along its upper edge and back along its lower edge. */
  band(ends) {
    const runs = [[]];
    for (const period of this.periods) {
      const level = this.course.levels.get(period);
      if (level?.median == null || ends(period)) runs.push([]);
      if (level?.median != null) runs.at(-1).push([endOf(period), Number(level.low), Number(level.high)]);
    }
    const line = { x: [], y: [], text: [] };
    for (const run of runs.filter((found) => found.length)) {
      run.forEach(([day, , high]) => this.add(line, day, high, ""));
      [...run].reverse().forEach(([day, low]) => this.add(line, day, low, ""));
      this.add(line, run[0][0], run[0][2], "");
      this.add(line, null, null, "");
    }
    return line;
  }

  layout(breaks, range) {
    const width = this.plot.clientWidth;
    const most = width < NARROW ? MOST_TICKS.narrow : MOST_TICKS.wide;
    const step = Math.ceil(this.periods.length / most);
    const ticks = [...this.periods].reverse().filter((_, place) => place % step === 0);
    const rule = (period) => ({ type: "line", x0: startOf(period), x1: startOf(period), yref: "paper", y0: 0, y1: 1, line: { color: colour("--cmb-rule-strong"), width: 2, dash: "dot" } });
    const label = (period) => ({ x: startOf(period), yref: "paper", y: 1, yanchor: "bottom", showarrow: false, text: codes.trend.parted, font: { size: 12, color: colour("--cmb-ink-2") } });
    return {
      template: template(),
      separators: ",.",
      showlegend: false,
      height: this.plot.clientHeight,
      autosize: true,
      margin: { l: 8, r: 16, t: 24, b: 32 },
      hovermode: "closest",
      transition: { duration: 0 },
      shapes: breaks.map(rule),
      annotations: breaks.slice(-1).map(label), // All have the same text, and the texts of neighbours would overlap.
      xaxis: { type: "date", tickvals: ticks.map(endOf), ticktext: ticks.map((period) => drawingTexts.trend.short(partsOf(period))), fixedrange: true, showgrid: false },
      yaxis: { ticksuffix: codes.measures[this.course.indicator.measure].suffix, showticksuffix: "last", fixedrange: true, zeroline: false, nticks: 6, range },
    };
  }

  fillKey(traces) {
    const names = { ...codes.trend.names, own: this.place.dataset.unit };
    const order = ["target", "median", "country", "own", "band"].filter((kind) => traces.some((trace) => trace.kind === kind));
    this.key.replaceChildren(...order.map((kind) => element("li", {}, this.sample(kind), ` ${names[kind]}`)));
  }

  /* Returns a sample of a line for the key, the same as in the static picture. */
  sample(kind) {
    const band = kind === "band";
    const line = { class: band ? "cmb-curve__band" : `cmb-curve__line cmb-curve__line--${kind}`, d: band ? "M1 1h26v10h-26z" : "M1 4h26" };
    return drawn("svg", { width: 28, height: band ? 12 : 8, "aria-hidden": "true" }, drawn("path", line));
  }
}

/* Returns the query of the address, with the present slug of an indicator that has another one now. */
async function presentQuery({ indicators }) {
  const query = new URLSearchParams(location.search);
  const asked = query.get(INDICATOR);
  if (!asked || indicators.some(({ slug }) => slug === asked)) return query;
  const { presentSlugs } = await import("./former.js");
  query.set(INDICATOR, (await presentSlugs()).get(asked) ?? asked);
  return query;
}

/* Returns the axis of equal figures: one whole unit, which ends with them, as in the static picture. By itself, Plotly would show
   them in the middle of two units, up to 101%. Undefined if the figures differ. */
function equalRange(traces) {
  const figures = new Set(traces.flatMap((trace) => trace.y).filter((figure) => figure !== null));
  const [figure] = figures;
  if (figures.size !== 1) return undefined;
  return figure < 1 ? [figure - 0.05, figure + 1] : [figure - 1, figure + 0.05];
}

async function begin(place) {
  try {
    const published = await fetched(new URL(place.dataset.trend, document.baseURI));
    const trend = new Trend(place, published, await presentQuery(published));
    const palette = new MutationObserver(() => trend.draw());
    palette.observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
  } catch (error) {
    place.dataset.begun = "";
    place.append(element("p", { class: "cmb-note", role: "alert" }, drawingTexts.trend.failed));
    console.error(error);
  }
}

/* Starts the chart at once if the address contains a choice; else when the static picture is on the screen. */
function watch(place) {
  if ([INDICATOR, BEGIN, END].some((name) => new URLSearchParams(location.search).has(name))) {
    begin(place);
    return;
  }
  const observer = new IntersectionObserver((changes) => {
    if (!changes.some((change) => change.isIntersecting)) return;
    observer.disconnect();
    begin(place);
  });
  observer.observe(place);
}

/** Starts each chart over time inside `root`. */
export function start(root) {
  root.querySelectorAll("[data-trend]:not([data-ready])").forEach((place) => {
    place.dataset.ready = "";
    watch(place);
  });
}
