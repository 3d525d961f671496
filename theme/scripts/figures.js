/*
 * Parses periods, formats figures and finds gaps by the same rules as the generator (model, formats, words, pages/curves).
 * tests/browser/test_figures_in_scripts.py compares the results of both.
 */

import { codes } from "./texts-codes.js";
import { drawingTexts } from "./texts-drawing.js";

const SCALE = 1_000_000;
const DAY = 86_400_000;

/** Returns the parts of `2024`, `2024-Q2` or `2024-05`; a missing part is 0. */
export function partsOf(period) {
  const [, year, quarter, month] = /^(\d{4})(?:-Q(\d)|-(\d\d))?$/.exec(period);
  return { year: Number(year), quarter: Number(quarter ?? 0), month: Number(month ?? 0) };
}

export function kindOf(period) {
  const { quarter, month } = partsOf(period);
  return month ? "month" : quarter ? "quarter" : "year";
}

/** Returns the last day of the period, such as 2024-05-31. */
export function endOf(period) {
  const { year, quarter, month } = partsOf(period);
  return new Date(Date.UTC(year, month || quarter * 3 || 12, 0)).toISOString().slice(0, 10);
}

/** Returns the first day of the period. */
export function startOf(period) {
  const { year, quarter, month } = partsOf(period);
  return new Date(Date.UTC(year, month ? month - 1 : quarter ? quarter * 3 - 3 : 0, 1)).toISOString().slice(0, 10);
}

export function aYearBefore(period) {
  return `${partsOf(period).year - 1}${period.slice(4)}`;
}

export function periodInWords(period) {
  return drawingTexts.trend.period(partsOf(period));
}

function vietnamese(text) {
  const [whole, fraction] = text.replace("-", "").split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ".");
  return `${text.startsWith("-") ? "−" : ""}${grouped}${fraction ? `,${fraction}` : ""}`;
}

/** Returns a figure in Vietnamese form, as its document states it, with its unit of measure. */
export function stated(text, measure) {
  const { prefix, suffix } = codes.measures[measure];
  return `${prefix}${vietnamese(text)}${suffix}`;
}

/** Returns a computed figure in words, rounded half up to the indicator's decimals, without trailing zeros. */
export function computed(text, { measure, decimals }) {
  const unit = SCALE / 10 ** decimals;
  const rounded = Math.floor((Math.round(Math.abs(Number(text)) * SCALE) + unit / 2) / unit) / 10 ** decimals;
  return stated(String(Number(rounded.toFixed(decimals)) * Math.sign(Number(text) || 1)), measure);
}

/** Returns a target in words. */
export function targetText(text, comparison, measure) {
  if (comparison === "at_most" && measure === "rank") return drawingTexts.trend.rankAtMost(stated(text, measure));
  if (comparison === "at_least" && measure === "percent" && Number(text) === 100) return stated(text, measure);
  return `${codes.comparisons[comparison]} ${stated(text, measure)}`;
}

/** Returns what a reader must know about a figure: that it is provisional or inferred. */
export function caveatsOf({ status, reading }) {
  return [codes.caveats[status], codes.caveats[reading]].filter(Boolean).join(", ");
}

/** Returns the periods that are further from the one before than usual: nobody reported the periods between. */
export function afterGaps(periods) {
  const spans = periods.slice(1).map((period, place) => Math.round((Date.parse(endOf(period)) - Date.parse(endOf(periods[place]))) / DAY));
  const usual = [...spans].sort((one, other) => one - other)[(spans.length - 1) >> 1] + codes.limits.monthTolerance;
  return periods.slice(1).filter((_, place) => spans[place] > usual);
}

/** Returns the unit's name as it is written inside a sentence. */
export function nameInText({ level, name }) {
  return ["country", "department"].includes(level) || /\d$/.test(name) ? name : `${name[0].toLowerCase()}${name.slice(1)}`;
}

/** Returns a locator in words: `PL.I:1` is `bảng PL.I, dòng 1`. */
export function place(locator) {
  const { table: inTable, row: atRow, item } = drawingTexts.locator;
  const [table, row] = [locator.split(":", 1)[0], locator.slice(locator.indexOf(":") + 1)];
  const within = Object.hasOwn(codes.tables, table) ? codes.tables[table] : inTable(table);
  const section = table === "text" || (table === "PL" && !/^\d+$/.test(row));
  const at = Object.hasOwn(codes.rows, row) ? codes.rows[row] : section ? item(row) : atRow(row);
  return [within, at].filter(Boolean).join(", ");
}
