/*
 * The search of the header, the home page and the page for missing addresses. It ranks the entries of an index of names. If
 * there are very many units, the index has parts. A part holds the entries with a word that begins with the same two or
 * three letters, and is loaded when the reader types these letters.
 * An entry is [title, address, kind, place, [other names], weight, [names before], time]; empty fields at the end are
 * left out. Entries are in Vietnamese alphabetical order, which decides between equal answers. The lists of names are folded.
 * The time is shown but never searched, because its digits would match a query such as "phuong 6".
 */

import { element } from "./elements.js";
import { SITE, cachedReader, fetched, loadScript } from "./files.js";
import { distance, fold, hasMarks, marked, words } from "./folding.js";
import { texts } from "./texts.js";

/** The number of answers that are shown. */
export const SHOWN = 8;
const LETTERS = 2;

/** One typing error is allowed for each so many letters. With more errors, short words would be similar to any word. */
const LETTERS_PER_TYPO = 4;
const [TITLE, ADDRESS, KIND, PLACE, NAMES, WEIGHT, BEFORE, TIME] = [0, 1, 2, 3, 4, 5, 6, 7];

/** The kind of a unit or indicator before its name. Readers often leave it out. */
const PREFIX =
  /^(thanh pho|thi xa|thi tran|dac khu|tinh|huyen|quan|phuong|xa|so|ban quan ly|ban|tp|tx|tt|dk|h|q|p|x|ty le|muc do|chi so)\s+/;

/** Readers also search for a unit by the name of its office (People's Committee). */
const OFFICE = /^(uy ban nhan dan|ubnd) (?=.)/;

/** Readers add "cũ" (former) or "mới" (new) to the name of a unit that merged. */
const AGES = ["cu", "moi"];

const DOCUMENTS = new WeakMap();
const LEXICONS = new WeakMap();

/* Ranking */

function bareOf(name) {
  return name.replace(PREFIX, "");
}

/* Returns the initials with and without "và", such as "skhvdt" and "skhdt": officials leave the "và" out. */
function initialsOf(title) {
  const letters = (list) => list.map((word) => word[0]).join("");
  const all = title.split(" ");
  return [letters(all), letters(all.filter((word) => word !== "va"))];
}

function plain(text) {
  return words(text).join(" ");
}

function unpunctuated(names) {
  return names.map((name) => name.replace(/[^a-z0-9]+/g, " "));
}

/* Returns a function that prepares entries. A place that many units share is folded only once. */
function preparing() {
  const places = new Map();
  return (entry) => {
    const place = `${entry[PLACE] ?? ""} ${entry[KIND]}`;
    if (!places.has(place)) places.set(place, plain(place));
    return prepared(entry, places.get(place));
  };
}

function prepared(entry, place) {
  const title = plain(entry[TITLE]);
  const names = [title, bareOf(title), ...unpunctuated(entry[NAMES] ?? [])];
  const before = unpunctuated(entry[BEFORE] ?? []);
  const joined = [title.replaceAll(" ", ""), bareOf(title).replaceAll(" ", ""), ...initialsOf(title)];
  const called = [...names, ...joined].join(" ");
  const own = new Set([called, ...before].join(" ").split(" "));
  const all = new Set([...own, ...place.split(" ")]);
  return {
    entry,
    title,
    names,
    joined,
    place,
    before: [...before, ...before.map(bareOf)],
    words: [...all],
    callings: [called, ...before].map((name) => [...new Set(`${name} ${place}`.split(" "))]),
    own: ` ${[...own].join(" ")}`,
    text: ` ${[...all].join(" ")}`,
  };
}

/** Returns the entries prepared for searching; each list of entries is prepared only once. */
export function documentsOf(entries) {
  if (!DOCUMENTS.has(entries)) DOCUMENTS.set(entries, entries.map(preparing()));
  return DOCUMENTS.get(entries);
}

/* The library indexes words, not entries. Even 12,500 units have few different words, so the index stays small and fast. */
function lexiconOf(documents, MiniSearch) {
  if (!LEXICONS.has(documents)) {
    const lexicon = new MiniSearch({ fields: ["word"], idField: "word", processTerm: (word) => word });
    const known = new Set(documents.flatMap((document) => document.words));
    lexicon.addAll([...known].map((word) => ({ word })));
    LEXICONS.set(documents, lexicon);
  }
  return LEXICONS.get(documents);
}

function liesIn(document, rest) {
  const places = document.place.split(" ");
  return rest.split(" ").every((word) => places.some((place) => place.startsWith(word)));
}

/** Returns the rest of the query after each name of the document with which the query begins. */
function afterName(document, query) {
  const names = document.names.filter((name) => query.startsWith(`${name} `));
  return names.map((name) => query.slice(name.length + 1));
}

/** Whether the query is a name followed by an exact part of its place: "quang trung quan ha dong". It does not match a place
    "quan dong da … ha noi", which has the same words in another order. */
function nameAndPlace(document, query) {
  return afterName(document, query).some((rest) => ` ${document.place} `.includes(` ${rest} `));
}

/** Whether the query is a name followed by words of its place: "tan binh huyen tan bien". */
function nameFirst(document, query) {
  return afterName(document, query).some((rest) => liesIn(document, rest));
}

/** Whether the query is words of the place followed by the name: "huyen tan bien tan binh". */
function nameLast(document, query) {
  const led = document.names.filter((name) => query.endsWith(` ${name}`));
  return led.some((name) => liesIn(document, query.slice(0, -name.length - 1)));
}

/** The ways in which an entry can match, the best first. A better way always wins over diacritics and weight. */
const WAYS = [
  (document, query) => document.title === query,
  (document, query) => document.names.includes(query),
  (document, query) => document.joined.includes(query.replaceAll(" ", "")),
  nameAndPlace,
  nameFirst,
  nameLast,
  (document, query) => document.names.some((name) => name.startsWith(`${query} `)),
  (document, query) => document.before.includes(query),
  (document, query) => document.names.some((name) => name.startsWith(query) || ` ${name} `.includes(` ${query} `)),
  (document, query) => holds(document.title, query, (word, term) => word === term),
  (document, query) => holds(document.title, query, (word, term) => word.startsWith(term)),
  (document, query) => holds(document.names.join(" "), query, (word, term) => word.startsWith(term)),
];

function holds(text, query, same) {
  const found = text.split(" ");
  return query.split(" ").every((term) => found.some((word) => same(word, term)));
}

/* Most answers to the name of a province are only units in it. They get the last way without testing each way. */
function wayOf(document, query) {
  if (!query.split(" ").some((term) => document.own.includes(` ${term}`))) return WAYS.length;
  const way = WAYS.findIndex((answers) => answers(document, query));
  return way < 0 ? WAYS.length : way;
}

/** Returns the words of a text with their diacritics. */
function markedWords(text) {
  return marked(text.replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")).split(" ");
}

/* Returns how many words of the query have exactly the same diacritics. This distinguishes Hoa Lộc from Hòa Lộc, which are in
   the same district, and Hà Đông from Đống Đa, which are in the same city. */
function marksOf(document, query) {
  if (!hasMarks(query)) return 0;
  const title = markedWords(document.entry[TITLE]);
  const wanted = markedWords(query);
  if (title.join(" ") === wanted.join(" ")) return Infinity;
  const own = new Set([...title, ...markedWords(document.entry[PLACE] ?? "")]);
  return wanted.filter((word) => own.has(word)).length;
}

function better(a, b) {
  return a.typos - b.typos || a.way - b.way || b.marks - a.marks || b.weight - a.weight;
}

function answer(document, query, folded, typos) {
  return {
    document,
    typos,
    way: wayOf(document, folded),
    marks: marksOf(document, query),
    weight: document.entry[WEIGHT] ?? 0,
  };
}

function entriesOf(answers) {
  return answers.sort(better).map((found) => found.document.entry);
}

/** Returns the entries that contain a word beginning with each term of the query, best first. */
export function matching(documents, query, terms) {
  const found = documents.filter((document) => terms.every((term) => document.text.includes(` ${term}`)));
  return entriesOf(found.map((document) => answer(document, query, terms.join(" "), 0)));
}

/** Returns the words that are similar to the typed one, each with the number of different letters. */
function similarWords(lexicon, term) {
  const fuzzy = /\d/.test(term) ? 0 : Math.min(2, Math.max(0, term.length - 2));
  const letters = (word) => (word.startsWith(term) ? 0 : distance(term, word));
  return new Map(lexicon.search(term, { prefix: true, fuzzy }).map(({ id }) => [id, letters(id)]));
}

/** Returns the known word that is most similar to the typed one; undefined if none is similar. */
function nearest(known, similar) {
  const found = known.filter((word) => similar.has(word));
  return found.sort((a, b) => similar.get(a) - similar.get(b))[0];
}

/** Returns the words of the entry's name that match the query with the fewest typing errors; undefined if no name matches. */
function nearestName(document, similar) {
  const perName = document.callings.map((known) => similar.map((wordsOfTerm) => nearest(known, wordsOfTerm)));
  const complete = perName.filter((found) => !found.includes(undefined)).map((found) => ({ found, typos: typosOf(found, similar) }));
  return complete.sort((a, b) => a.typos - b.typos)[0];
}

function typosOf(found, similar) {
  return found.reduce((sum, word, index) => sum + similar[index].get(word), 0);
}

/** Returns the entries that match a query with typing errors: those with the fewest errors, best first. */
function matchingWithTypos(documents, query, terms, MiniSearch) {
  const lexicon = lexiconOf(documents, MiniSearch);
  const similar = terms.map((term) => similarWords(lexicon, term));
  const found = [];
  for (const document of documents) {
    const match = nearestName(document, similar);
    if (match) found.push(answer(document, query, match.found.join(" "), match.typos));
  }
  const fewest = Math.min(...found.map((one) => one.typos));
  return fewest * LETTERS_PER_TYPO > terms.join("").length ? [] : entriesOf(found.filter((one) => one.typos === fewest));
}

function termsOf(query) {
  return words(words(query).join(" ").replace(OFFICE, ""));
}

function exactly(entries, query) {
  const terms = termsOf(query);
  const found = terms.length ? matching(documentsOf(entries), query, terms) : [];
  const aged = !found.length && AGES.includes(terms.at(-1));
  return aged ? exactly(entries, query.trim().replace(/\s*\S+$/, "")) : found;
}

/** Returns the entries that match a query, best first. A pure function: the same entries and query give the same order. */
export function rank(entries, query, MiniSearch = globalThis.MiniSearch) {
  const found = exactly(entries, query);
  const terms = termsOf(query);
  return found.length || !terms.length ? found : matchingWithTypos(documentsOf(entries), query, terms, MiniSearch);
}

/** Returns the parts of the index that can hold matching units, beginning with the part of the first word. */
function partsFor(index, query) {
  const terms = bareOf(termsOf(query).join(" ")).split(" ");
  const known = (term) => [term.slice(0, LETTERS + 1), term.slice(0, LETTERS)].find((part) => part in index.parts);
  return [...new Set(terms.map(known).filter(Boolean))];
}

/** Returns the result of `answers` for the entries. In an index with parts, it tries the part of each word of the query in
    turn until one gives a result. */
export async function answersFrom(index, query, withPart, answers) {
  const parts = index.parts ? partsFor(index, query) : [];
  if (!parts.length) return answers(index.entries);
  for (const letters of parts) {
    const found = answers(await withPart(letters));
    if (found.length) return found;
  }
  return [];
}

/** Returns the entries of an index that match a query, best first. `withPart` returns the index's entries and those of a part. */
export async function answering(index, query, withPart) {
  const found = await answersFrom(index, query, withPart, (entries) => exactly(entries, query));
  return found.length ? found : answersFrom(index, query, withPart, (entries) => rank(entries, query));
}

/* Loading, once, when a reader is about to search */

let loading;

/** Loads the search library and returns the index without its parts. */
export function load() {
  loading ??= Promise.all([
    fetched("tim-kiem.json"),
    globalThis.MiniSearch ?? loadScript(new URL("vendor/minisearch.js", SITE)),
  ]).then(([index]) => index);
  loading.catch(() => {
    loading = undefined;
  });
  return loading;
}

const partOf = cachedReader(async (address) => {
  const [index, part] = await Promise.all([load(), fetched(address)]);
  return [...index.entries, ...part.entries];
});

/** Returns the entries of the index together with those of a part. Each part is loaded once. */
export function loadedWith(letters) {
  return partOf(`tim-kiem/${letters}.json`);
}

/** Returns the entries that match a query, best first. */
export async function search(query) {
  const index = await load();
  return answering(index, query, loadedWith);
}

/** Whether the first two answers match equally: they have the same name and weight, and the query contains only the name. */
function matchEqually([first, second], query) {
  if (!second || first[TITLE] !== second[TITLE] || first[WEIGHT] !== second[WEIGHT]) return false;
  const named = plain(first[TITLE]).split(" ");
  return termsOf(query).every((term) => named.includes(term));
}

/** Returns the address of the page of an entry. */
export function addressOf(entry) {
  return new URL(entry[ADDRESS].replace(/^\//, ""), SITE).href;
}

/** Returns the text that distinguishes entries of the same name: "Cấp xã · Huyện A, tỉnh B · đến 6/2025". */
export function placeOf(entry) {
  return [entry[KIND], entry[PLACE], entry[TIME]].filter(Boolean).join(" · ");
}

/* The box: a combobox with a list of options (ARIA 1.2) */

let boxes = 0;

export class SearchBox {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input");
    this.found = [];
    this.active = -1;
    this.turn = 0;
    this.failed = texts.search.failed;
    this.addPanel();
    this.listen();
    if (this.input === document.activeElement) this.prepare();
  }

  addPanel() {
    const id = `cmb-search-${++boxes}`;
    this.list = element("ul", { id, role: "listbox", "aria-label": texts.search.results });
    this.none = element("p", { class: "cmb-search__none" });
    this.panel = element("div", { class: "cmb-search__panel", hidden: "" }, this.list, this.none);
    this.status = element("p", { class: "cmb-hidden", role: "status" });
    this.form.append(this.panel, this.status);
    this.input.setAttribute("aria-controls", id);
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
    load().catch(() => this.say(this.failed));
    if (this.input.value.trim()) this.look();
  }

  async look() {
    const turn = ++this.turn;
    const query = this.input.value;
    if (!query.trim()) return this.close();
    try {
      const answers = await this.find(query);
      if (turn === this.turn) this.show(answers, query);
    } catch (error) {
      if (turn === this.turn) this.show([], query, this.failed);
      console.error(error);
    }
  }

  /** Returns the entries that match a query, best first. */
  find(query) {
    return search(query);
  }

  /** Shows the list of answers, or the reason why it is empty. */
  show(answers, query, none = `${texts.search.none(query.trim())} ${texts.search.hint}`) {
    const found = (this.found = answers.slice(0, SHOWN));
    this.shown = query;
    this.active = -1;
    this.list.replaceChildren(...found.map(this.option, this));
    const any = found.length > 0;
    this.list.hidden = !any;
    this.none.hidden = any;
    this.none.textContent = any ? "" : none;
    this.say(any ? texts.search.count(found.length) : none);
    this.panel.hidden = false;
    this.input.setAttribute("aria-expanded", any);
    this.input.removeAttribute("aria-activedescendant");
  }

  option(entry, index) {
    const attributes = { id: `${this.list.id}-${index}`, role: "option", "aria-selected": "false", "data-address": entry[ADDRESS] };
    const name = element("span", { class: "cmb-search__name" }, entry[TITLE]);
    return element("li", attributes, name, " ", element("span", { class: "cmb-search__where" }, placeOf(entry)));
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
    this.active = -1;
    this.close();
  }

  move(by) {
    this.panel.hidden = false;
    const count = this.found.length;
    this.active = this.active < 0 && by < 0 ? count - 1 : (this.active + by + count) % count;
    [...this.list.children].forEach((option, index) =>
      option.setAttribute("aria-selected", index === this.active),
    );
    const chosen = this.list.children[this.active];
    chosen.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-expanded", "true");
    this.input.setAttribute("aria-activedescendant", chosen.id);
  }

  /* Without a query the form opens the list of units, as it does without scripts. If the first two answers match equally and
     have not been shown yet, they are shown instead of opening the first one, which may be the wrong one. */
  async submit(event) {
    const query = this.input.value;
    if (!query.trim()) return;
    event.preventDefault();
    const { active, shown } = this;
    try {
      if (active < 0) {
        const answers = await this.find(query);
        if (query !== this.input.value) return;
        this.show(answers, query);
        if (shown !== query && matchEqually(answers, query)) return;
      }
      this.open(Math.max(active, 0));
    } catch (error) {
      console.error(error);
      this.withoutAnswer();
    }
  }

  open(index) {
    const entry = this.found[index];
    if (entry) this.choose(entry);
  }

  /** Opens the chosen entry. Subclasses may do something else. */
  choose(entry) {
    location.assign(addressOf(entry));
  }

  /** Called if the search failed. Submits the form, which opens the list of units. */
  withoutAnswer() {
    this.form.submit();
  }

  close() {
    this.turn++;
    if (!this.input.value) this.found = [];
    this.panel.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

globalThis.cmbSearch = { rank, fold, search };
