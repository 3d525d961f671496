/* Makes a separate picture of a drawing on the page: title, drawing, key, source, date and address, from top to bottom. */

import { SVG, drawn } from "./elements.js";
import { colour } from "./plotly-template.js";
import { drawingTexts } from "./texts-drawing.js";

const SCALE = 2;
const EDGE = 20;
/* Milliseconds to wait. A browser reads the fonts inside a picture after the picture, and fires no event when it has. */
const FONTS_READ = 200;
const FONTS = { "Source Sans 3": "source-sans-3-latin", "Source Sans 3 V": "source-sans-3-vietnamese" };
const FAMILY = `${Object.keys(FONTS).map((name) => `"${name}"`).join(", ")}, sans-serif`;
const STYLES = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-opacity",
  "vector-effect", "paint-order", "opacity", "overflow", "font-size", "font-weight",
];

/* Returns a copy of the drawing that looks the same without the page's styles. */
function copyOf(drawing) {
  const copy = drawing.cloneNode(true);
  const [before, after] = [drawing, copy].map((one) => [one, ...one.querySelectorAll("*")]);
  before.forEach((element, index) => {
    const style = getComputedStyle(element);
    for (const name of STYLES) after[index].setAttribute(name, style.getPropertyValue(name));
    for (const name of ["class", "role", "aria-label", "style"]) after[index].removeAttribute(name);
    [...after[index].attributes].filter(({ name }) => name.startsWith("data-")).forEach(({ name }) => after[index].removeAttribute(name));
  });
  return copy;
}

/* Returns the current drawing and its size: Plotly's, if Plotly has drawn it, else the static drawing of the page. */
async function bodyOf(figure) {
  const plot = [...figure.querySelectorAll(".js-plotly-plot")].find((one) => one.clientWidth > 0);
  if (plot) {
    const { clientWidth: width, clientHeight: height } = plot;
    const address = await globalThis.Plotly.toImage(plot, { format: "svg", width, height });
    const text = decodeURIComponent(address.slice(address.indexOf(",") + 1));
    const drawing = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    for (const element of drawing.querySelectorAll("text, tspan")) element.style.fontFamily = FAMILY;
    return { drawing: document.importNode(drawing, true), width, height };
  }
  const shown = figure.querySelector("svg.cmb-curve__drawing, svg.cmb-strip__drawing");
  const { width, height } = shown.getBoundingClientRect();
  const drawing = copyOf(shown);
  drawing.setAttribute("width", width);
  drawing.setAttribute("height", height);
  return { drawing, width, height };
}

/* Texts */

const measure = document.createElement("canvas").getContext("2d");

/* Splits a word that is longer than a line, such as an address, at any letter. */
function pieces(word, room) {
  if (measure.measureText(word).width <= room) return [word];
  let most = word.length;
  while (most > 1 && measure.measureText(word.slice(0, most)).width > room) most -= 1;
  return [word.slice(0, most), ...pieces(word.slice(most), room)];
}

function lines(text, size, weight, room) {
  measure.font = `${weight} ${size}px "Source Sans 3"`;
  const found = [];
  for (const word of text.split(/\s+/).flatMap((one) => pieces(one, room))) {
    const longer = found.length ? `${found.at(-1)} ${word}` : word;
    if (found.length && measure.measureText(longer).width <= room) found[found.length - 1] = longer;
    else found.push(word);
  }
  return found;
}

/* A picture to which parts are added from top to bottom. */
class Sheet {
  constructor(width) {
    this.room = Math.max(width, 320);
    this.width = this.room + 2 * EDGE;
    this.parts = [];
    this.y = EDGE;
  }

  text(text, size, weight, fill) {
    for (const line of text ? lines(text, size, weight, this.room) : []) {
      this.y += size * 1.3;
      this.parts.push(drawn("text", { x: EDGE, y: this.y - size * 0.3, "font-size": size, "font-weight": weight, fill }, line));
    }
  }

  drawing(drawing, height) {
    drawing.setAttribute("x", EDGE);
    drawing.setAttribute("y", this.y);
    this.parts.push(drawing);
    this.y += height;
  }

  /* Adds the labels below the two ends of an axis. */
  ends([low, high]) {
    const style = { y: this.y + 15, "font-size": 13, fill: colour("--cmb-ink-2") };
    this.parts.push(drawn("text", { ...style, x: EDGE }, low), drawn("text", { ...style, x: this.width - EDGE, "text-anchor": "end" }, high));
    this.y += 20;
  }

  /* Adds the entries of the key: a piece of a line or a dot, followed by its name. */
  key(list) {
    const size = 14;
    let x = 0;
    this.y += 6;
    for (const item of list?.children ?? []) {
      const name = item.textContent.trim();
      measure.font = `400 ${size}px "Source Sans 3"`;
      const wide = 36 + measure.measureText(name).width + 20;
      if (x && x + wide > this.room) [x, this.y] = [0, this.y + size * 1.5];
      const sample = item.querySelector("svg");
      if (sample) {
        const copy = copyOf(sample);
        copy.setAttribute("x", EDGE + x);
        copy.setAttribute("y", this.y + 4);
        this.parts.push(copy);
      } else {
        const { backgroundColor, borderInlineStartColor } = getComputedStyle(item, "::before");
        const fill = backgroundColor === "rgba(0, 0, 0, 0)" ? borderInlineStartColor : backgroundColor;
        this.parts.push(drawn("circle", { cx: EDGE + x + 14, cy: this.y + 9, r: 6, fill }));
      }
      this.parts.push(drawn("text", { x: EDGE + x + 36, y: this.y + 14, "font-size": size, fill: colour("--cmb-ink") }, name));
      x += wide;
    }
    if (x) this.y += size * 1.5;
  }

  async finished() {
    const height = Math.ceil(this.y + EDGE / 2);
    const ground = drawn("rect", { width: "100%", height: "100%", fill: colour("--cmb-paper") });
    const style = drawn("style", {}, await fontFaces());
    const attributes = { xmlns: SVG, viewBox: `0 0 ${this.width} ${height}`, width: this.width * SCALE, height: height * SCALE, "font-family": FAMILY };
    return drawn("svg", attributes, style, ground, ...this.parts);
  }
}

/* Returns the font faces with the fonts embedded, because a picture cannot use the fonts of the page. */
async function fontFaces() {
  const faces = await Promise.all(Object.entries(FONTS).map(async ([name, file]) => {
    const response = await fetch(new URL(`../../vendor/${file}.woff2`, import.meta.url));
    if (!response.ok) return "";
    const bytes = new Uint8Array(await response.arrayBuffer());
    const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    return `@font-face{font-family:"${name}";font-display:swap;font-weight:200 900;src:url(data:font/woff2;base64,${text})}`;
  }));
  return faces.join("");
}

/* Returns the name of the document to which a link leads: the text up to the number, without the place in the document. For
   a document without a number, it is the whole text of a link to the document's page. */
function documentOf(link) {
  const text = link.textContent.trim();
  const numbered = /^\S.*?\ssố\s[^,\s]+/u.exec(text)?.[0];
  return numbered ?? (/van-ban\/[^/#]+\/$/.test(link.pathname) && !link.hash ? text : undefined);
}

/* Returns the documents that state the figures: those linked in the drawing or in its section, else those of the page. */
function sourcesOf(figure) {
  const places = [figure, figure.closest(".cmb-standings, .cmb-course, .cmb-trend"), document.querySelector("main")];
  for (const place of places.filter(Boolean)) {
    const names = [...place.querySelectorAll('a[href*="van-ban/"]')].map(documentOf);
    const found = [...new Set(names.filter(Boolean))];
    if (found.length) return found;
  }
  return [];
}

function titleOf(figure) {
  const heading = document.querySelector("h1");
  const page = [...heading.childNodes].filter((node) => !node.classList?.contains("headerlink")).map((node) => node.textContent).join("").trim();
  const own = figure.querySelector(".cmb-chart__title")?.textContent.trim();
  return own ? `${page}: ${own}` : page;
}

/** Returns the drawing as a file in the format `png` or `svg`, and its title. */
export async function pictureOf(figure, format) {
  await document.fonts.ready;
  const { drawing, width, height } = await bodyOf(figure);
  const sheet = new Sheet(width);
  const title = titleOf(figure);
  const sentence = figure.querySelector(".cmb-curve__sentence, .cmb-strip__sentence, .cmb-chart__sentence")?.textContent.trim();
  sheet.text(title, 20, 680, colour("--cmb-ink"));
  sheet.text(sentence, 15, 400, colour("--cmb-ink"));
  sheet.y += 12;
  sheet.drawing(drawing, height);
  const ends = figure.querySelector(".cmb-strip__ends");
  if (ends) sheet.ends([...ends.children].map((end) => end.textContent));
  sheet.key(figure.querySelector(".cmb-curve__key, .cmb-strip__key"));
  sheet.y += 6;
  const sources = sourcesOf(figure);
  if (sources.length) sheet.text(drawingTexts.save.source(sources), 13, 400, colour("--cmb-ink-2"));
  sheet.text(drawingTexts.save.from(document.querySelector(".cmb-header__name").textContent, new Date()), 13, 400, colour("--cmb-ink-2"));
  sheet.text(location.href, 13, 400, colour("--cmb-ink-2"));
  const svg = await sheet.finished();
  const text = new XMLSerializer().serializeToString(svg);
  const content = new Blob([text], { type: "image/svg+xml" });
  return { title: `${title} ${sentence ?? ""}`, content: format === "svg" ? content : await pixels(text, svg) };
}

async function pixels(text, svg) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  await new Promise((resolve) => setTimeout(resolve, FONTS_READ));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = ["width", "height"].map((name) => Number(svg.getAttribute(name)));
  canvas.getContext("2d").drawImage(image, 0, 0);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png");
  });
}
