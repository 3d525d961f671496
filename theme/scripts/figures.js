/* Parses periods and formats figures by the same rules as generator/model/ and generator/formats.py. */

import { drawingTexts } from "./texts-drawing.js";

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

function vietnamese(text) {
  const [whole, fraction] = text.replace("-", "").split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ".");
  return `${text.startsWith("-") ? "−" : ""}${grouped}${fraction ? `,${fraction}` : ""}`;
}

/** Returns a figure in Vietnamese form, as its document states it, with its unit of measure. */
export function stated(text, measure) {
  return `${measure === "rank" ? drawingTexts.trend.rank : ""}${vietnamese(text)}${drawingTexts.trend.measures[measure] ?? ""}`;
}
