/*
 * The search of the header, the home page and the page of missing addresses: one index of names, ranked here.
 * An entry is [title, address, kind, context, [more folded terms], weight].
 */

import { collator, fold, hasMarks, marked, words } from "./folding.js";
import { texts } from "./texts.js";

const SITE = new URL("../../", import.meta.url);
const SHOWN = 8;
const [TITLE, ADDRESS, KIND, CONTEXT, TERMS, WEIGHT] = [0, 1, 2, 3, 4, 5];

/** What a place is, in front of its name: people leave it out. */
const PREFIX =
  /^(thanh pho|thi xa|thi tran|tinh|huyen|quan|phuong|xa|so|uy ban nhan dan|ubnd|ban quan ly|ban|tp|tx|tt|h|p|x)\s+/;

const ENGINES = new WeakMap();

/* Ranking */

function prepared(entry, id) {
  const title = words(entry[TITLE]).join(" ");
  const bare = title.replace(PREFIX, "");
  const terms = (entry[TERMS] ?? []).map((term) => words(term).join(" "));
  const initials = title.split(" ").map((word) => word[0]).join("");
  return {
    id,
    entry,
    title,
    bare,
    terms,
    context: words(entry[CONTEXT] ?? "").join(" "),
    kind: words(entry[KIND] ?? "").join(" "),
    joined: [title.replaceAll(" ", ""), bare.replaceAll(" ", ""), initials],
    marked: marked(entry[TITLE]),
  };
}

function engineOf(entries, MiniSearch) {
  const known = ENGINES.get(entries);
  if (known) return known;
  const documents = entries.map(prepared);
  const engine = new MiniSearch({
    fields: ["title", "terms", "joined", "context", "kind"],
    extractField: (document, field) =>
      Array.isArray(document[field]) ? document[field].join(" ") : document[field],
    tokenize: (text) => text.split(" ").filter(Boolean),
    processTerm: (term) => term,
  });
  engine.addAll(documents);
  const made = { engine, documents };
  ENGINES.set(entries, made);
  return made;
}

function candidates(engine, terms) {
  const query = terms.join(" ");
  const exact = engine.search(query, { prefix: true, combineWith: "AND" });
  if (exact.length) return { hits: exact, near: false };
  const fuzzy = (term) => (term.length > 3 && !/\d/.test(term) ? 1 : 0);
  return { hits: engine.search(query, { prefix: true, fuzzy, combineWith: "AND" }), near: true };
}

/** How well a document answers, in steps; a better step always wins over weight and marks. */
function step(document, query, terms) {
  const joined = query.replaceAll(" ", "");
  const titleWords = document.title.split(" ");
  if (document.title === query) return 9;
  if (document.bare === query || document.terms.includes(query)) return 8;
  if (document.joined.includes(joined)) return 7;
  if (document.title.startsWith(`${query} `) || document.bare.startsWith(`${query} `)) return 6;
  if (` ${document.title} `.includes(` ${query} `)) return 5;
  if (document.title.startsWith(query) || document.bare.startsWith(query)) return 5;
  if (terms.every((term) => titleWords.includes(term))) return 4;
  if (terms.every((term) => titleWords.some((word) => word.startsWith(term)))) return 3;
  if (document.terms.some((term) => term.startsWith(query))) return 3;
  return 2;
}

function marksOf(document, query) {
  if (!hasMarks(query)) return 0;
  const wanted = marked(query);
  if (document.marked === wanted) return 2;
  return document.marked.includes(wanted) ? 1 : 0;
}

function better(a, b) {
  return (
    b.step - a.step ||
    b.marks - a.marks ||
    b.weight - a.weight ||
    b.score - a.score ||
    collator.compare(a.entry[TITLE], b.entry[TITLE]) ||
    collator.compare(a.entry[CONTEXT] ?? "", b.entry[CONTEXT] ?? "")
  );
}

/** The entries that answer a query, best first. Pure: the same entries and query give the same order. */
export function rank(entries, query, MiniSearch = globalThis.MiniSearch) {
  const terms = words(query);
  if (!terms.length) return [];
  const { engine, documents } = engineOf(entries, MiniSearch);
  const { hits, near } = candidates(engine, terms);
  const folded = terms.join(" ");
  return hits
    .map((hit) => ({
      entry: entries[hit.id],
      step: near ? 1 : step(documents[hit.id], folded, terms),
      marks: marksOf(documents[hit.id], query),
      weight: entries[hit.id][WEIGHT] ?? 0,
      score: hit.score,
    }))
    .sort(better)
    .map((found) => found.entry);
}

/* Loading, once, when somebody is about to search */

let loading;

function script(address) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = address;
    element.onload = resolve;
    element.onerror = () => reject(new Error(address));
    document.head.append(element);
  });
}

async function fetchEntries() {
  const response = await fetch(new URL("tim-kiem.json", SITE));
  if (!response.ok) throw new Error(`${response.status}`);
  return (await response.json()).entries;
}

/** The index's entries, with the search library in place. */
export function load() {
  loading ??= Promise.all([
    fetchEntries(),
    globalThis.MiniSearch ?? script(new URL("vendor/minisearch.js", SITE)),
  ]).then(([entries]) => entries);
  loading.catch(() => {
    loading = undefined;
  });
  return loading;
}

/** Where an entry leads. */
export function addressOf(entry) {
  return new URL(entry[ADDRESS].replace(/^\//, ""), SITE).href;
}

/** What tells an entry from others of its name: "Cấp xã · Huyện Tân Biên". */
export function placeOf(entry) {
  return [entry[KIND], entry[CONTEXT]].filter(Boolean).join(" · ");
}

/* The box: a combobox with a list of options (ARIA 1.2) */

let boxes = 0;

class SearchBox {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input");
    this.found = [];
    this.active = -1;
    this.turn = 0;
    this.addPanel();
    this.describe();
    this.listen();
  }

  addPanel() {
    const id = `cmb-search-${++boxes}`;
    this.panel = document.createElement("div");
    this.panel.className = "cmb-search__panel";
    this.panel.hidden = true;
    this.list = document.createElement("ul");
    this.list.id = id;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", texts.search.results);
    this.none = document.createElement("p");
    this.none.className = "cmb-search__none";
    this.status = document.createElement("p");
    this.status.className = "cmb-hidden";
    this.status.setAttribute("role", "status");
    this.panel.append(this.list, this.none);
    this.form.append(this.panel, this.status);
  }

  describe() {
    const attributes = {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
  }

  listen() {
    this.input.addEventListener("focus", () => this.prepare());
    this.input.addEventListener("input", () => this.look());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.form.addEventListener("focusout", (event) => {
      if (!this.form.contains(event.relatedTarget)) this.close();
    });
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.open([...this.list.children].indexOf(option));
    });
  }

  prepare() {
    load().catch(() => this.say(texts.search.failed));
    if (this.input.value.trim()) this.look();
  }

  async look() {
    const turn = ++this.turn;
    const query = this.input.value;
    if (!query.trim()) return this.close();
    try {
      const entries = await load();
      if (turn === this.turn) this.show(rank(entries, query).slice(0, SHOWN), query);
    } catch (error) {
      this.say(texts.search.failed);
      console.error(error);
    }
  }

  show(found, query) {
    this.found = found;
    this.active = -1;
    this.list.replaceChildren(...found.map((entry, index) => this.option(entry, index)));
    this.list.hidden = !found.length;
    this.none.hidden = Boolean(found.length);
    this.none.textContent = found.length ? "" : `${texts.search.none(query.trim())} ${texts.search.hint}`;
    this.say(found.length ? texts.search.count(found.length) : this.none.textContent);
    this.panel.hidden = false;
    this.input.setAttribute("aria-expanded", String(Boolean(found.length)));
    this.input.removeAttribute("aria-activedescendant");
  }

  option(entry, index) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const name = document.createElement("span");
    name.className = "cmb-search__name";
    name.textContent = entry[TITLE];
    const place = document.createElement("span");
    place.className = "cmb-search__where";
    place.textContent = placeOf(entry);
    option.append(name, " ", place);
    return option;
  }

  say(text) {
    this.status.textContent = text;
  }

  press(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && this.found.length) {
      event.preventDefault();
      this.move(steps[event.key]);
    } else if (event.key === "Escape") {
      this.escape(event);
    }
  }

  escape(event) {
    event.preventDefault();
    if (this.panel.hidden) this.input.value = "";
    this.close();
    if (!this.input.value) this.form.classList.remove("cmb-search--open");
  }

  move(by) {
    if (this.panel.hidden) this.panel.hidden = false;
    const count = this.found.length;
    this.active = this.active < 0 && by < 0 ? count - 1 : (this.active + by + count) % count;
    [...this.list.children].forEach((option, index) =>
      option.setAttribute("aria-selected", String(index === this.active)),
    );
    const chosen = this.list.children[this.active];
    chosen.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-expanded", "true");
    this.input.setAttribute("aria-activedescendant", chosen.id);
  }

  /* Without a query the form goes to the list of units, as it does without scripts. */
  async submit(event) {
    const query = this.input.value;
    if (!query.trim()) return;
    event.preventDefault();
    const active = this.active;
    try {
      if (active < 0) this.show(rank(await load(), query).slice(0, SHOWN), query);
      this.open(Math.max(active, 0));
    } catch (error) {
      console.error(error);
      this.form.submit();
    }
  }

  open(index) {
    const entry = this.found[index];
    if (entry) location.assign(addressOf(entry));
  }

  close() {
    this.turn++;
    this.panel.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
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

/* A page that is not there: what its address may have meant. */
async function suggest(place) {
  const address = decodeURIComponent(location.pathname).replace(SITE.pathname, "");
  const query = address.split("/").filter(Boolean).pop() ?? "";
  const entries = await load();
  const terms = words(query.replace(/\.\w+$/, ""));
  const found = suggestions(entries, terms);
  place.querySelector("[data-suggest-list]").replaceChildren(...found.map(suggestion));
  place.hidden = !found.length;
}

/** All words of an address, else fewer of them, from the end, then from the front. */
function suggestions(entries, terms) {
  for (let length = terms.length; length > 0; length--) {
    for (const part of [terms.slice(0, length), terms.slice(-length)]) {
      const found = rank(entries, part.join(" "));
      if (found.length) return found.slice(0, SHOWN);
    }
  }
  return [];
}

function suggestion(entry) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = addressOf(entry);
  link.textContent = entry[TITLE];
  const place = document.createElement("span");
  place.className = "cmb-note";
  place.textContent = placeOf(entry);
  item.append(link, " ", place);
  return item;
}

function listenForOpen(button) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    focusSearch();
  });
  const field = document.querySelector("[data-search-key]");
  field.addEventListener("blur", () => {
    if (!field.value) field.form.classList.remove("cmb-search--open");
  });
}

let listening = false;

/** Brings every search box below `root` to life. */
export function start(root) {
  root.querySelectorAll("[data-search]:not([data-ready])").forEach((form) => {
    form.dataset.ready = "";
    new SearchBox(form);
  });
  root.querySelectorAll("[data-search-open]:not([data-ready])").forEach((button) => {
    button.dataset.ready = "";
    listenForOpen(button);
  });
  root.querySelectorAll("[data-suggest]").forEach((place) => suggest(place).catch(console.error));
  if (!listening) document.addEventListener("keydown", listenForKey);
  listening = true;
}

globalThis.cmbSearch = { rank, fold, load };
