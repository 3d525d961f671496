/* Draws charts with Plotly when they come near the visible part of the page. Plotly is then loaded once, from this site. */

import { cachedReader, loadScript } from "./files.js";
import { coloured, template } from "./plotly-template.js";
import { drawingTexts } from "./texts-drawing.js";

const PLOTLY = new URL("../../vendor/plotly-basic.min.js", import.meta.url);
const NARROW = 520;
const LINE = 14;

let loading;

function loadPlotly() {
  loading ??= loadScript(PLOTLY).then(() => globalThis.Plotly);
  return loading;
}

/* Plotly's own buttons are off: saving.js makes pictures of charts, with title, source and address. */
function config() {
  return {
    displayModeBar: false,
    responsive: true,
    scrollZoom: false,
    doubleClick: false,
  };
}

/* On a narrow screen, names and the title of the axis take two lines in small letters so that the drawing has room. On a
   wide one they take one line. */
function forWidth({ data, layout }, width) {
  const { xaxis, yaxis, margin } = layout;
  if (width < NARROW) {
    const below = margin.b + LINE * (xaxis.title.text.split("<br>").length - 1); // Plotly finds no room for it in a low chart.
    return { data, layout: { ...layout, margin: { ...margin, b: below }, font: { ...layout.font, size: 11 } } };
  }
  const title = { ...xaxis.title, text: onOneLine(xaxis.title.text) };
  return { data, layout: { ...layout, xaxis: { ...xaxis, title }, yaxis: { ...yaxis, ticktext: yaxis.ticktext?.map(onOneLine) } } };
}

function onOneLine(text) {
  return text.replaceAll("<br>", " ");
}

/** Escapes a text, because Plotly interprets every text as markup. */
function plain(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/* Reads the file with the dots of a level. The charts of all units of the level share it. */
const readLevel = cachedReader();

/* Returns a trace of grey dots on five heights, so that equal figures do not hide each other. */
function dotsTrace({ units, figures }, indicator, own, row) {
  const [numbers, positions] = figures[indicator];
  const peers = numbers.map((number, place) => [units[number], positions[place]]).filter(([[slug]]) => slug !== own);
  return {
    type: "scatter",
    mode: "markers",
    x: peers.map(([, position]) => position),
    y: peers.map((_, place) => row + ((place % 5) - 2) * 0.06),
    hovertext: peers.map(([[, name]]) => plain(name)),
    hoverinfo: "text+x",
    marker: { color: "var(--cmb-peer)", size: 8 },
  };
}

/* Adds the dots of the peers that `layout.meta` refers to. */
async function withPeers({ data, layout }) {
  if (!layout.meta) return { data, layout };
  const { own, peers } = layout.meta;
  const found = await Promise.all(peers.map(([path]) => readLevel(path)));
  return { data: [...peers.map(([, indicator], row) => dotsTrace(found[row], indicator, own, row)), ...data], layout };
}

async function drawingOf(figure, plot) {
  const stated = await withPeers(JSON.parse(figure.querySelector(".cmb-chart__data").textContent));
  const { data, layout } = forWidth(coloured(stated), plot.clientWidth);
  return {
    data,
    layout: {
      ...layout,
      template: template(),
      height: plot.clientHeight,
      autosize: true,
      transition: { duration: 0 },
    },
  };
}

/* Hides the drawing from screen readers, which read the caption and the table instead. */
function hideFromScreenReaders(plot) {
  plot.removeAttribute("role");
  plot.removeAttribute("aria-label");
  /* The second drawing is an empty one in which Plotly measures texts. */
  for (const svg of [...plot.querySelectorAll(".main-svg"), ...document.querySelectorAll("#js-plotly-tester")]) svg.setAttribute("aria-hidden", "true");
}

async function draw(figure) {
  const plot = figure.querySelector(".cmb-chart__plot");
  try {
    const Plotly = await loadPlotly();
    await document.fonts.ready;
    const { data, layout } = await drawingOf(figure, plot);
    await Plotly.react(plot, data, layout, config());
    hideFromScreenReaders(plot);
    figure.dataset.drawn = "";
  } catch (error) {
    plot.textContent = drawingTexts.chart.failed;
    console.error(error);
  }
}

/** `draw` draws a figure for the first time or again. trend.js uses the other functions. */
export { config, draw, hideFromScreenReaders, loadPlotly, plain };

/* A chart is drawn when it is on the screen. Once the visitor scrolls, it is drawn a little earlier. Before that, loading
   Plotly would only delay a page that is complete without it. */
const onScreen = watcher("0px");
const nearing = watcher("300px 0px");

function watcher(rootMargin) {
  return new IntersectionObserver((changes) => changes.filter((change) => change.isIntersecting).forEach(begin), { rootMargin });
}

function begin({ target }) {
  onScreen.unobserve(target);
  nearing.unobserve(target);
  draw(target);
}

function watch(figure) {
  onScreen.observe(figure);
  addEventListener("scroll", () => figure.dataset.drawn === undefined && nearing.observe(figure), { once: true, passive: true });
}

let watching = false;

function watchPalette() {
  if (watching) return;
  watching = true;
  new MutationObserver(() => document.querySelectorAll("[data-chart][data-drawn]").forEach(draw)).observe(document.body, {
    attributes: true,
    attributeFilter: ["data-md-color-scheme"],
  });
}

/** Draws each chart inside `root` when it comes near the visible part of the page. */
export function start(root) {
  root.querySelectorAll("[data-chart]:not([data-ready])").forEach((figure) => {
    figure.dataset.ready = "";
    watch(figure);
  });
  watchPalette();
}
