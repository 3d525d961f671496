/* Starts the search boxes. The search itself (search.js) is fetched at the reader's first movement or use of a box. */

const woken = new WeakMap();

/** The attributes of the field of a search box (ARIA 1.2). A field has them before search.js is loaded, because screen readers
    do not announce a later change. */
export const COMBOBOX = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };

function wake(form) {
  if (!woken.has(form)) {
    const waking = import("./search.js").then(({ SearchBox }) => new SearchBox(form));
    waking.catch(() => woken.delete(form)); // Retry at the next use of the box: the connection may be back.
    woken.set(form, waking);
  }
  return woken.get(form);
}

/** Loads the search for every box of the page. */
export function wakeAll() {
  document.querySelectorAll("[data-search]").forEach(wake);
}

/* If the reader presses Enter before the search is loaded, the form waits for it. If loading fails, the form opens the list
   of units. */
function startBox(form) {
  form.dataset.ready = "";
  const input = form.querySelector("input");
  for (const [name, value] of Object.entries(COMBOBOX)) input.setAttribute(name, value);
  let awake = false;
  const ready = async () => {
    await wake(form);
    awake = true;
  };
  const turn = () => awake || ready().catch(() => {});
  form.addEventListener("focusin", turn);
  form.addEventListener("input", turn);
  if (form.contains(document.activeElement)) turn(); // The reader began to type before this script was loaded.
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

/* Focuses the search box of the header, or of the home page if the header has only a button. */
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
    /* On a phone the box disappears, so the focus returns to the button that opened it. */
    if (button.offsetWidth) button.focus();
  });
}

/* Repeats the search for the words in the address, which come from a form that was submitted without a result. */
function askAgain() {
  const asked = new URLSearchParams(location.search).get("tu-khoa");
  const field = document.querySelector("[data-search-key]");
  if (!asked || field.value) return;
  field.value = asked;
  focusSearch();
}

/** Prepares every search box inside `root`. */
export function start(root) {
  root.querySelectorAll("[data-search]:not([data-ready])").forEach(startBox);
  root.querySelectorAll("[data-search-open]:not([data-ready])").forEach(listenForOpen);
  document.addEventListener("keydown", listenForKey);
  if (root === document) askAgain();
}
