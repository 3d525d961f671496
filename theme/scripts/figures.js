/* Periods and figures, as generator/model.py and generator/formats.py read and write them. */

import { drawingTexts } from "./texts-drawing.js";

/** The parts of `2024`, `2024-Q2` or `2024-05`. */
export function partsOf(period) {
  const [, year, quarter, month] = /^(\d{4})(?:-Q(\d)|-(\d\d))?$/.exec(period);
  return { year: Number(year), quarter: Number(quarter ?? 0), month: Number(month ?? 0) };
}

export function kindOf(period) {
  const { quarter, month } = partsOf(period);
  return month ? "month" : quarter ? "quarter" : "year";
}

/** The last day, as 2024-05-31. */
export function endOf(period) {
  const { year, quarter, month } = partsOf(period);
  return new Date(Date.UTC(year, month || quarter * 3 || 12, 0)).toISOString().slice(0, 10);
}

/** The first day. */
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

/** A figure as its document states it, with its unit of measure. */
export function stated(text, measure) {
  return `${measure === "rank" ? drawingTexts.trend.rank : ""}${vietnamese(text)}${drawingTexts.trend.measures[measure] ?? ""}`;
}
