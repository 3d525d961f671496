/* The appearance of all charts. Figures have no template of their own. Colours are read from the page, so they fit both the
   light and the dark palette. */

/** Returns the value of a custom property in the current palette. */
export function colour(name) {
  return getComputedStyle(document.body).getPropertyValue(name).trim();
}

/** Returns a Plotly template with the colours of the current palette. */
export function template() {
  const [ink, ink2, rule] = ["--cmb-ink", "--cmb-ink-2", "--cmb-rule"].map(colour);
  const axis = {
    automargin: true,
    fixedrange: true,
    gridcolor: rule,
    linecolor: colour("--cmb-rule-strong"),
    zerolinecolor: colour("--cmb-rule-strong"),
    tickfont: { color: ink2 },
    title: { font: { color: ink2 } },
  };
  const font = { family: getComputedStyle(document.body).fontFamily, size: 14, color: ink };
  return {
    layout: {
      font,
      colorway: ["--cmb-own", "--cmb-second", "--cmb-met-fill", "--cmb-peer-strong", "--cmb-gold"].map(colour),
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      margin: { l: 8, r: 56, t: 28, b: 32, pad: 4 },
      xaxis: axis,
      yaxis: axis,
      dragmode: false,
      hovermode: "closest",
      showlegend: false,
      bargap: 0.28,
      uniformtext: { minsize: 11, mode: "show" },
      hoverlabel: {
        bgcolor: colour("--cmb-surface"),
        bordercolor: colour("--cmb-rule-strong"),
        font: { ...font, color: ink },
        align: "left",
      },
      legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom", font: { color: ink } },
    },
    data: {
      bar: [{ marker: { line: { width: 0 } }, textposition: "outside", cliponaxis: false }],
      scatter: [{ line: { width: 3 }, marker: { size: 9 }, cliponaxis: false }],
    },
  };
}

/** Returns the figure with every `var(--name)` replaced by its colour. */
export function coloured(value) {
  if (typeof value === "string") {
    const name = /^var\((--[\w-]+)\)$/.exec(value);
    return name ? colour(name[1]) : value;
  }
  if (Array.isArray(value)) return value.map(coloured);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, coloured(part)]));
}
