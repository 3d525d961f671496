/* The button that goes from the device's palette to the light one, to the dark one, and back. */

const DEVICE = "(prefers-color-scheme)";
const KEPT = "__palette"; // Where Material keeps it too, and where the script before the first paint looks.

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
  const kept = globalThis.__md_get(KEPT)?.color?.media;
  let chosen = options.find((option) => option.dataset.media === kept) ?? options[0];
  put(button, chosen);
  button.addEventListener("click", () => {
    chosen = options[(options.indexOf(chosen) + 1) % options.length];
    const { media, scheme } = chosen.dataset;
    globalThis.__md_set(KEPT, { color: { media, scheme } });
    put(button, chosen);
  });
  dark.addEventListener("change", () => put(button, chosen));
}

export function start(root) {
  root.querySelectorAll("[data-palette]").forEach(startButton);
}
