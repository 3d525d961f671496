/*
 * The dialog of one figure of a unit: copy its sentence or its address, share it, cite it, report that it is wrong.
 * The figure is found in the unit's JSON file by its anchor (generator/pages/anchors.py).
 */

import { copyButton } from "./copying.js";
import { button, element } from "./elements.js";
import { endOf, nameInText, periodInWords, place, stated } from "./figures.js";
import { SITE, cachedReader } from "./files.js";
import { bibtexOf, cslOf, day, reportOf, risOf, sentenceOf, spaced, textOf } from "./references.js";
import { codes } from "./texts-codes.js";
import { figureTexts } from "./texts-figure.js";
import { texts } from "./texts.js";

const STYLES = {
  text: { make: textOf, file: "txt", type: "text/plain" },
  bib: { make: bibtexOf, file: "bib", type: "application/x-bibtex" },
  ris: { make: risOf, file: "ris", type: "application/x-research-info-systems" },
  json: { make: cslOf, file: "json", type: "application/vnd.citationstyles.csl+json" },
};

const read = cachedReader();

/* Returns the figures that have an anchor: the unit's own figures that a document states, and the figures of whole levels. */
function statedFigures(unit) {
  const indicators = new Map(unit.indicators.map((indicator) => [indicator.id, indicator]));
  const own = unit.assessments.filter((row) => row.period && row.locator && row.status !== "not_reported");
  const ofLevels = unit.results.filter((row) => row.level);
  const figure = (row, level) => {
    const indicator = indicators.get(row.indicator_id);
    const newest = [codes.levels[level]?.id, indicator.slug, level && row.aggregate].filter(Boolean).join("-");
    return { row, indicator, level, newest, lasting: `${newest}-${row.period}`.toLowerCase() };
  };
  return [...own.map((row) => figure(row, "")), ...ofLevels.map((row) => figure(row, row.level))];
}

/** Returns the figure with this permanent anchor, else the newest figure with this anchor. */
function statedAt(anchor, unit) {
  const all = statedFigures(unit);
  const newest = all.filter((figure) => figure.newest === anchor);
  newest.sort((one, other) => endOf(one.row.period).localeCompare(endOf(other.row.period)));
  return all.find((figure) => figure.lasting === anchor) ?? newest.at(-1);
}

function publishedOn(row, unit) {
  const same = (other) => ["source_id", "locator", "indicator_id", "period"].every((name) => other[name] === row[name]);
  return unit.results.find(same).published_on;
}

/** Returns the figure in the form that references.js takes. */
function figureAt(link, published) {
  const { row, indicator, level, lasting } = statedAt(link.hash.slice(1), published);
  const { unit, sources } = published;
  const source = sources.find(({ id }) => id === row.source_id);
  const aggregate = level && codes.measures[indicator.measure].aggregates[row.aggregate];
  const page = `van-ban/${source.slug}/`;
  const title = link.pathname === location.pathname ? titleOfPage() : unit.name;
  const within = title.slice(unit.name.length).replace(/ \(.*\)$/, ""); // The sentence has the period, so no lifetime is needed.
  const whose = `${nameInText(unit)}${within}`;
  return {
    name: aggregate ? `${indicator.short_name} (${aggregate})` : indicator.short_name,
    of: level ? figureTexts.ofLevel(codes.levels[level].units, whose) : whose,
    unit: title,
    text: row.value === null ? codes.missing[row.status] : stated(row.value, indicator.measure),
    period: periodInWords(row.period),
    document: figureTexts.document(source, day(source.issued_on)),
    place: place(row.locator),
    row: link.closest("li, td").querySelector(`a[href*="${page}#"]`)?.href ?? new URL(page, SITE).href,
    address: new URL(`don-vi/${unit.slug}/${row.period.slice(0, 4)}/#${lasting}`, SITE).href,
    key: `${unit.slug}-${lasting}`,
    published: publishedOn(row, published),
    read: new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10),
  };
}

/* Returns the unit's name from the title of the page, with the addition that distinguishes units of the same name. */
function titleOfPage() {
  return document.querySelector('meta[property="og:title"]').content.replace(/, năm \d{4}$/, "");
}

function dialogOf(figure, dataset) {
  const sentence = sentenceOf(figure);
  const dates = { period: figure.period, published: day(figure.published), version: dataset.version };
  const dialog = element(
    "dialog",
    { class: "cmb-figure-dialog", "aria-label": texts.figure.open },
    element("p", { class: "cmb-figure-dialog__sentence" }, sentence),
    element("p", { class: "cmb-note" }, spaced(figureTexts.dates(dates))),
    element("p", { class: "cmb-figure-dialog__acts" }, ...acts(figure, sentence)),
    ...citation(figure, dataset),
    element("p", { class: "cmb-figure-dialog__acts" }, ...ways(figure), button(figureTexts.close, () => dialog.close())),
  );
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  return dialog;
}

function acts(figure, sentence) {
  const sentenceWithAddress = `${sentence} ${figure.address}`;
  const copy = navigator.clipboard ? [copyButton(figureTexts.copySentence, () => sentenceWithAddress), copyButton(texts.copy.link, () => figure.address)] : [];
  const share = () => navigator.share({ text: sentence, url: figure.address }).catch(() => {}); // The user may cancel sharing.
  return navigator.share ? [...copy, button(figureTexts.share, share)] : copy;
}

/* Returns the citation in the chosen style, to copy or to download. */
function citation(figure, dataset) {
  const styles = Object.keys(STYLES).map((style) => element("option", { value: style }, figureTexts.styles[style]));
  const select = element("select", {}, ...styles);
  const shown = element("textarea", { readonly: "", rows: 7, "aria-label": figureTexts.citation, spellcheck: "false" });
  const download = element("a", { class: "cmb-download" }, figureTexts.download);
  const show = () => {
    const { make, file, type } = STYLES[select.value];
    shown.value = make(figure, dataset);
    download.download = `${figure.key}.${file}`;
    download.href = `data:${type};charset=utf-8,${encodeURIComponent(make(figure, dataset))}`;
  };
  select.addEventListener("change", show);
  show();
  const copy = navigator.clipboard ? [copyButton(texts.copy.cite, () => shown.value)] : [];
  const label = element("label", {}, figureTexts.style, " ", select);
  return [element("p", {}, label), shown, element("p", { class: "cmb-figure-dialog__acts" }, ...copy, download)];
}

function ways(figure) {
  const report = document.querySelector("[data-report]");
  return [
    element("a", { href: figure.address }, figureTexts.lasting),
    element("a", { href: reportOf(report.href, figure), rel: "nofollow" }, figureTexts.report),
  ];
}

/** Opens the dialog of the figure to which the link leads. */
export async function open(link) {
  const slug = link.pathname.slice(SITE.pathname.length).split("/")[1];
  const [published, [dataset]] = await Promise.all([read(`data/don-vi/${slug}.json`), read("data/trich-dan.json")]);
  const dialog = dialogOf(figureAt(link, published), dataset);
  link.closest(".md-typeset").append(dialog);
  dialog.showModal();
}
