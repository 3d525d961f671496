/*
 * Cites one figure as a sentence and in the formats of reference managers. generator/export/citing.py does the same for the
 * whole data. A figure is {name, of, text, period, document, place, row, address, key, unit, published, read}, and `dataset`
 * is the CSL-JSON item of the whole data. Days are written 2026-11-23; `text` and `period` are written as on pages.
 */

import { figureTexts } from "./texts-figure.js";

const SPECIAL = {
  "\\": "\\textbackslash{}",
  "{": "\\textbraceleft{}",
  "}": "\\textbraceright{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
};

/** Returns the text on one line, with single ordinary spaces. */
export function spaced(text) {
  return text.trim().replace(/\s+/g, " ");
}

/** Escapes all special characters of LaTeX. A brace is written by its name, because programs count braces first. */
function latex(text) {
  return spaced(text).replace(/[\\{}~^$&#_%]/g, (sign) => SPECIAL[sign] ?? `\\${sign}`);
}

/** Returns a day in Vietnamese form: 23/11/2026. */
export function day(iso) {
  return iso.split("-").reverse().join("/");
}

function parts(iso) {
  return { "date-parts": [iso.split("-").map(Number)] };
}

export function titleOf(figure) {
  return spaced(figureTexts.sentence(figure));
}

/** Returns a sentence with the figure and its source. */
export function sentenceOf(figure) {
  return `${titleOf(figure)}, ${spaced(figureTexts.from(figure))}.`;
}

export function textOf(figure, dataset) {
  const citation = { title: titleOf(figure), from: figureTexts.from(figure), published: day(figure.published), read: day(figure.read) };
  return spaced(figureTexts.cited({ publisher: dataset.publisher, version: dataset.version, address: figure.address, ...citation }));
}

export function bibtexOf(figure, dataset) {
  const [year, month] = figure.published.split("-").map(Number);
  const fields = {
    author: `{${latex(dataset.publisher)}}`,
    title: `{${latex(titleOf(figure))}}`,
    year,
    month,
    version: latex(dataset.version),
    url: figure.address,
    urldate: figure.read,
    note: latex(noteOf(figure)),
  };
  const lines = Object.entries(fields).map(([name, text]) => `  ${name} = {${text}},\n`);
  return `@misc{${figure.key},\n${lines.join("")}}\n`;
}

export function risOf(figure, dataset) {
  const slashed = (iso) => iso.replaceAll("-", "/");
  const fields = [
    ["TY", "DATA"],
    ["AU", dataset.publisher],
    ["TI", titleOf(figure)],
    ["PB", dataset.publisher],
    ["PY", figure.published.slice(0, 4)],
    ["DA", slashed(figure.published)],
    ["ET", dataset.version],
    ["LA", "vi"],
    ["UR", figure.address],
    ["Y2", slashed(figure.read)],
    ["N1", noteOf(figure)],
  ];
  return `${fields.map(([tag, text]) => `${tag}  - ${spaced(text)}\r\n`).join("")}ER  - \r\n`;
}

export function cslOf(figure, dataset) {
  const item = {
    id: figure.key,
    type: "dataset",
    title: titleOf(figure),
    author: dataset.author,
    publisher: dataset.publisher,
    issued: parts(figure.published),
    version: dataset.version,
    URL: figure.address,
    accessed: parts(figure.read),
    language: "vi",
    note: noteOf(figure),
  };
  return `${JSON.stringify([item], null, 2)}\n`;
}

function noteOf(figure) {
  const from = spaced(figureTexts.from(figure));
  return `${from[0].toUpperCase()}${from.slice(1)}. ${figure.row}`;
}

/**
 * Returns the address for reporting that the figure is wrong, from the page's address for reports
 * (generator/pages/reports.py): a form of the host or an e-mail is filled in; any other address is returned unchanged.
 */
export function reportOf(address, figure) {
  const url = new URL(address);
  const about = `${figureTexts.wrong}: ${figure.unit}, ${figure.name}, ${figure.period}`;
  const report = {
    page: figure.address,
    figure: `${figure.name}, ${figure.period}`,
    shown: figure.text,
    document: `${[figure.document, figure.place].filter(Boolean).join(", ")} (${figure.row})`,
  };
  if (url.searchParams.has("template")) {
    url.searchParams.set("title", spaced(about));
    for (const [field, text] of Object.entries(report)) url.searchParams.set(field, spaced(text));
    return url.href;
  }
  if (url.protocol !== "mailto:") return address;
  const lines = Object.entries(figureTexts.mail).map(([field, name]) => `${name}: ${spaced(report[field] ?? "")}\r\n`);
  return `mailto:${url.pathname}?subject=${encodeURIComponent(spaced(about))}&body=${encodeURIComponent(lines.join(""))}`;
}
