/* Opens the search boxes. What searches in them (search.js) is fetched when a reader first stirs, or turns to a box. */

const woken = new WeakMap();

const COMBOBOX = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };

/** Tells machines what a box is (ARIA 1.2), before it answers too: what changes its role under a reader is not heard. */
export function describe(input) {
  for (const [name, value] of Object.entries(COMBOBOX)) input.setAttribute(name, value);
}

function wake(form) {
  if (!woken.has(form)) {
    const waking = import("./search.js").then(({ SearchBox }) => new SearchBox(form));
    waking.catch(() => woken.delete(form)); // The line may be back when the reader turns to the box again.
    woken.set(form, waking);
  }
  return woken.get(form);
}

/** Lets every box of the page answer. */
export function wakeAll() {
  document.querySelectorAll("[data-search]").forEach(wake);
}

/* Who presses Enter sooner than the box can answer waits for it; where it cannot, the form goes to the list of units. */
function startBox(form) {
  form.dataset.ready = "";
  describe(form.querySelector("input"));
  let awake = false;
  const ready = async () => {
    await wake(form);
    awake = true;
  };
  const turn = () => awake || ready().catch(() => {});
  form.addEventListener("focusin", turn);
  form.addEventListener("input", turn);
  form.addEventListener("submit", (event) => {
    if (awake) return;
    event.preventDefault();
    ready().then(
      () => form.requestSubmit(),
      () => form.submit(),
    );
  });
}

function typing(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

/* The header's box, or the home's where the header has only a button. */
function focusSearch() {
  const field = document.querySelector("[data-search-key]");
  field.form.classList.add("cmb-search--open");
  field.focus();
}

function listenForKey(event) {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  event.preventDefault();
  focusSearch();
}

function listenForOpen(button) {
  button.dataset.ready = "";
  button.addEventListener("click", (event) => {
    event.preventDefault();
    focusSearch();
  });
  const field = document.querySelector("[data-search-key]");
  const close = () => {
    if (!field.value) field.form.classList.remove("cmb-search--open");
  };
  field.addEventListener("blur", close);
  field.addEventListener("keyup", (event) => {
    if (event.key !== "Escape" || field.value) return;
    close();
    /* On a phone the box goes; the focus returns to what opened it. */
    if (button.offsetWidth) button.focus();
  });
}

/* A form that was sent without an answer led here: its words are asked again. */
function askAgain() {
  const asked = new URLSearchParams(location.search).get("tu-khoa");
  const field = document.querySelector("[data-search-key]");
  if (!asked || field.value) return;
  field.value = asked;
  focusSearch();
}

/** Opens every search box below `root` when it is asked for. */
export function start(root) {
  root.querySelectorAll("[data-search]:not([data-ready])").forEach(startBox);
  root.querySelectorAll("[data-search-open]:not([data-ready])").forEach(listenForOpen);
  document.addEventListener("keydown", listenForKey);
  if (root === document) askAgain();
}
