/* The button that switches from the device's palette to the opposite one, then to the other one, and back. */

/* Returns the storage key. Material uses the same key, and the script before the first paint reads it. */
function place() {
  const { base } = document.querySelector("script[data-base]").dataset;
  return `${new URL(base, location).pathname}.__palette`;
}

/* A browser may forbid storage. The choice then applies only to this page. */
function kept() {
  try {
    return JSON.parse(localStorage.getItem(place())).color.media;
  } catch {
    return "";
  }
}

function keep({ media, scheme }) {
  try {
    localStorage.setItem(place(), JSON.stringify({ color: { media, scheme } }));
  } catch {
    return;
  }
}

const dark = matchMedia("(prefers-color-scheme: dark)");
const forced = matchMedia("(forced-colors: active)");

/* After the device's palette comes the opposite one, so that the first press has a visible effect. Then comes the palette
   that equals the device's now, as a fixed choice. */
function next(options, chosen) {
  const [device, light, night] = options;
  const round = dark.matches ? [device, light, night] : [device, night, light];
  return round[(round.indexOf(chosen) + 1) % round.length];
}

/* In mkdocs.yml the name of each choice describes the change to the next choice. */
function nameOfChange(options, to) {
  return options.at(options.indexOf(to) - 1).dataset.name;
}

function put(options, chosen) {
  const [device] = options;
  const button = device.parentElement;
  const own = dark.matches ? "slate" : "default";
  const name = nameOfChange(options, next(options, chosen));
  for (const option of options) option.hidden = option !== chosen;
  button.title = name;
  button.setAttribute("aria-label", name);
  document.body.setAttribute("data-md-color-scheme", chosen === device || forced.matches ? own : chosen.dataset.scheme);
}

function startButton(button) {
  const options = [...button.children];
  const media = kept();
  let chosen = options.find((option) => option.dataset.media === media) ?? options[0];
  put(options, chosen);
  button.addEventListener("click", () => {
    chosen = next(options, chosen);
    keep(chosen.dataset);
    put(options, chosen);
  });
  for (const query of [dark, forced]) query.addEventListener("change", () => put(options, chosen));
}

export function start(root) {
  root.querySelectorAll("[data-palette]").forEach(startButton);
}
