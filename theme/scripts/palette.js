/* The button that goes from the device's palette to the light one, to the dark one, and back. */

const DEVICE = "(prefers-color-scheme)";

/* Where Material keeps the choice too, and where the script before the first paint looks. */
function place() {
  const { base } = document.querySelector("script[data-base]").dataset;
  return `${new URL(base, location).pathname}.__palette`;
}

/* A browser may keep no storage: then the choice holds for this page alone. */
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

function put(button, chosen) {
  const { media, scheme, name } = chosen.dataset;
  const own = dark.matches ? "slate" : "default";
  for (const option of button.children) option.hidden = option !== chosen;
  button.title = name;
  button.setAttribute("aria-label", name);
  document.body.setAttribute("data-md-color-scheme", media === DEVICE ? own : scheme);
}

function startButton(button) {
  const options = [...button.children];
  const media = kept();
  let chosen = options.find((option) => option.dataset.media === media) ?? options[0];
  put(button, chosen);
  button.addEventListener("click", () => {
    chosen = options[(options.indexOf(chosen) + 1) % options.length];
    keep(chosen.dataset);
    put(button, chosen);
  });
  dark.addEventListener("change", () => put(button, chosen));
}

export function start(root) {
  root.querySelectorAll("[data-palette]").forEach(startButton);
}
