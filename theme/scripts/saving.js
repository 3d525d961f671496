/*
 * Buttons that save: each drawing as a picture with title, source, date and address (made by drawing.js on request), and
 * each table as a CSV file, sorted and filtered as it is shown.
 */

import { button, element } from "./elements.js";
import { fold } from "./folding.js";
import { drawingTexts } from "./texts-drawing.js";

const DRAWINGS = ".cmb-curve, .cmb-strip, .cmb-chart";
const TABLES = ".cmb-table";

/* The rule of generator/export/cells.py: what a spreadsheet would read as a formula is marked as text; numbers are not. */
const DANGEROUS = /^(?:[\s\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/;
const NUMBER = /^[+-]?\d+(?:[.,]\d+)*$/;
const BOM = "\ufeff";

function cell(text) {
  const safe = DANGEROUS.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function plain(text) {
  return text.replace(/\s+/g, " ").trim();
}

/* Returns the visible text of a cell, without the text for screen readers. */
function visibleText(place) {
  const copy = place.cloneNode(true);
  copy.querySelectorAll(".cmb-hidden, svg").forEach((part) => part.remove());
  return plain(copy.textContent.replaceAll("\u2212", "-"));
}

/** Returns the visible table as the text of a CSV file that Excel reads as UTF-8. */
function csvOf(table) {
  const shown = [...table.rows].filter((row) => !row.hidden);
  return BOM + shown.map((row) => [...row.cells].map((one) => cell(visibleText(one))).join(",")).map((line) => `${line}\r\n`).join("");
}

/** Lets the browser download a file with this content. */
function download(blob, name) {
  const href = URL.createObjectURL(blob);
  element("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

/** Returns a file name from the page and the content, in ASCII letters: `so-cong-thuong-thanh-toan-truc-tuyen.png`. */
function fileName(text, ending) {
  const page = location.pathname.split("/").filter(Boolean).slice(-1);
  const words = fold(text).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  return `${[...page, words].join("-").slice(0, 80).replace(/-$/, "")}.${ending}`;
}

function saveButton(label, spoken, run) {
  return button(label, run, { class: "cmb-save__button", "aria-label": spoken });
}

function addTools(place, ...tools) {
  place.append(element("p", { class: "cmb-save" }, ...tools));
  place.dataset.savable = "";
}

function addPicture(figure) {
  const save = (format) => async ({ currentTarget }) => {
    const note = currentTarget.parentElement.querySelector("span");
    note.textContent = "";
    try {
      const { pictureOf } = await import("./drawing.js");
      const { content, title } = await pictureOf(figure, format);
      download(content, fileName(title, format));
    } catch (error) {
      note.textContent = ` ${drawingTexts.save.failed}`;
      console.error(error);
    }
  };
  const { png, asPng, svg, asSvg } = drawingTexts.save;
  addTools(figure, saveButton(png, asPng, save("png")), saveButton(svg, asSvg, save("svg")), element("span", { role: "status" }));
}

function addTable(frame) {
  const table = frame.querySelector("table");
  if (!table?.tBodies[0]?.rows.length) return;
  const name = () => plain((table.caption ?? frame).textContent);
  const label = drawingTexts.save.csv[frame.closest("[lang=en]") ? "en" : "vi"];
  const save = () => download(new Blob([csvOf(table)], { type: "text/csv;charset=utf-8" }), fileName(name(), "csv"));
  addTools(frame, saveButton(label, `${label}: ${name()}`, save));
}

/** Adds buttons to each drawing and table inside `root`. */
export function start(root) {
  const fresh = (selector) => [...root.querySelectorAll(selector)].filter((place) => !("savable" in place.dataset));
  fresh(DRAWINGS).forEach(addPicture);
  fresh(TABLES).forEach(addTable);
}
